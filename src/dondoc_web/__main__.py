"""``python -m dondoc_web`` is ``dondoc-web``."""

from dondoc_web.command import main

if __name__ == "__main__":
    main()
