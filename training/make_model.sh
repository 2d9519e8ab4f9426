#!/bin/sh
# Makes the repair model from the corpus and the cached pairs: one command, about 75 minutes on one free core.
set -e
cache="${DONDOC_CACHE:-var/repair}"
python="${PYTHON:-python}"
ls "$cache"/pairs-*.tsv >/dev/null 2>&1 || "$python" -m training.make_pairs --pages 1200 ${ENGINE_DATA:+--engine-data "$ENGINE_DATA"}
"$python" -m training.tokens
"$python" -m training.capitals
"$python" -m training.symbols
"$python" -m training.ngrams --sizes 0 1100000 2400000 1600000 900000 --out "$cache/levels"
"$python" -m training.build --levels "$cache/levels" --out "$cache/lm.bin"
"$python" -m training.channel --model "$cache/lm.bin" --out "$cache/channel.npz"
"$python" -m training.context_network --model "$cache/lm.bin" --minutes "${MINUTES:-30}" --out "$cache/network.npz"
"$python" -m training.tagger --model "$cache/lm.bin" --minutes "${MINUTES:-30}" --out "$cache/tagger.npz"
"$python" -m training.build --levels "$cache/levels" --channel "$cache/channel.npz" --network "$cache/network.npz" \
    --tagger "$cache/tagger.npz" --out "$cache/model.bin"
"$python" -m training.calibrate --model "$cache/model.bin" --out "$cache/calibration.npz"
"$python" -m training.build --levels "$cache/levels" --channel "$cache/channel.npz" --network "$cache/network.npz" \
    --tagger "$cache/tagger.npz" --calibration "$cache/calibration.npz" --out src/dondoc/repairing/data/model.bin
