"""Unit reports → the sentences and tables of a consolidated report. The same reports give the same draft.

What is written here is Vietnamese of official documents, and not translated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from dondoc_web.consolidation.gathering import Charged, Gathered, Said, Told
from dondoc_web.consolidation.summing import Sum, same, sums
from dondoc_web.reports.lines import STANDINGS, plain
from dondoc_web.reports.models import LineStanding, ReportState
from dondoc_web.work import figures as numbers

MOST_NAMES = 5
"""So many units are named in a sentence; more are counted and named in the annex."""
Source = tuple[int, int]
Names = list[str]
Tables = dict[str, list[list[str]]]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the draft; ``level`` as :class:`~dondoc_web.consolidation.models.Section` has it."""

    key: str
    level: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the draft under the section ``part``, with the lines of reports that say it."""

    key: str
    part: str
    order: str
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written anew from the reports; ``annexes`` are rows of words by name of the table."""

    parts: Sequence[Part]
    lines: Sequence[Line]
    annexes: Mapping[str, list[list[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a draft says besides the reports: who reports on what, from when to when."""

    issuer: str
    about: str
    start: date
    end: date
    by_unit: bool = True

    @property
    def span(self) -> str:
        """«từ ngày 15/12/2025 đến ngày 14/12/2026»."""
        return f"từ ngày {self.start:%d/%m/%Y} đến ngày {self.end:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class _How:
    """What every part of one draft is written with: its tables, whether it spans several periods."""

    tables: Tables
    several: bool
    by_unit: bool


def digest(*words: str) -> str:
    """A short name for words, the same each time."""
    return blake2b("\0".join(words).encode(), digest_size=12).hexdigest()


def draft(found: Gathered, frame: Frame, told: Callable[[int, int], None] | None = None) -> Draft:
    """The whole; ``told`` hears how many tasks of how many are written."""
    several = len({one.period for one in found.reports}) > 1
    lines = [*_opening(frame), *_intake(found, several=several), *_summaries(found, several=several)]
    parts = [Part("opening", 0), Part("intake", 1, "Tình hình báo cáo của các cơ quan, đơn vị")]
    parts += [Part("general", 1, "Đánh giá chung của các cơ quan, đơn vị")]
    parts += [Part("results", 1, "Kết quả thực hiện nhiệm vụ")]
    lines += _overall(found)
    groups = _groups(found)
    whole = sum(len(tasks) for tasks in groups.values())
    done = 0
    tables: Tables = {"units": _units_table(found, several=several), "tasks": [], "figures": []}
    how = _How(tables, several, frame.by_unit)
    for (key, title), tasks in groups.items():
        parts.append(Part(key, 2, title))
        for task, said in tasks:
            lines += _of_task(key, task, said, how)
            done += 1
            if told is not None:
                told(done, whole)
    parts.append(Part("other", 2, "Công việc khác các cơ quan, đơn vị báo cáo"))
    lines += _own(found, how)
    for name, title in (("difficulties", "Khó khăn, vướng mắc"), ("proposals", "Kiến nghị, đề xuất")):
        parts.append(Part(name, 1, title))
        lines += _by_unit(found, name)
    parts.append(Part("closing", 0))
    lines.append(Line("closing", "closing", "0", f"Trên đây là báo cáo {frame.about} {frame.span} của {frame.issuer}."))
    used = {line.part for line in lines}
    if any(part.level == 2 and part.key in used for part in parts):
        used.add("results")
    return Draft([part for part in parts if part.key in used], lines, tables)


def _opening(frame: Frame) -> Iterator[Line]:
    text = f"{frame.issuer} báo cáo {frame.about} {frame.span} như sau:"
    yield Line("opening", "opening", "0", text)


# How reports came in --------------------------------------------------------------------------------------------------


def _intake(found: Gathered, *, several: bool) -> Iterator[Line]:
    """How many were expected, came in time and late; who is late, who is missing, who no longer owes one."""
    owing = [one for one in found.reports if one.state != ReportState.PASSED_ON]
    came, missing = [one for one in owing if one.came], [one for one in owing if not one.came]
    late = [one for one in came if one.late]
    thing = "lượt báo cáo" if several else "đơn vị"
    text = (
        f"Tổng số {numbered(len(owing))} {thing} phải báo cáo; đã nộp {numbered(len(came))} (đúng hạn "
        f"{numbered(len(came) - len(late))}, quá hạn {numbered(len(late))}), chưa nộp {numbered(len(missing))} "
        "(Phụ lục I kèm theo)."
    )
    yield Line("intake:count", "intake", "1", text, _whole(owing))
    if late:
        words = [f"{_who(one, several)} (nộp ngày {one.handed_on:%d/%m/%Y}, hạn {_due(one)})" for one in late]
        yield Line("intake:late", "intake", "2", f"Báo cáo quá hạn: {'; '.join(words)}.", _whole(late))
    if missing:
        words = [_who(one, several) + (" (bị trả lại)" if one.state == ReportState.RETURNED else "") for one in missing]
        yield Line("intake:missing", "intake", "3", f"Chưa có báo cáo: {'; '.join(words)}.", _whole(missing))
    passed = [one for one in found.reports if one.state == ReportState.PASSED_ON]
    if passed:
        words = [_who(one, several) + (f" ({one.passed_to} báo cáo thay)" if one.passed_to else "") for one in passed]
        yield Line("intake:passed", "intake", "4", f"Không còn phải báo cáo: {'; '.join(words)}.", _whole(passed))


def _due(one: Told) -> str:
    return f"{one.counted_until:%d/%m/%Y}"


def _who(one: Told, several: bool) -> str:
    return f"{one.name} ({one.period})" if several else one.name


def _whole(reports: Iterable[Told]) -> tuple[Source, ...]:
    return tuple((one.pk, 0) for one in reports)


def numbered(count: int) -> str:
    """A count as offices write it: 0, 05, 12, 1.200."""
    return f"{count:02}" if 0 < count < 10 else numbers.words(str(count))


def _summaries(found: Gathered, *, several: bool) -> Iterator[Line]:
    for agency, reports in _units(found.reports).items():
        told = [one for one in reports if one.summary]
        if told:
            words = _joined(f"{one.period}: {one.summary}" if several else one.summary for one in told)
            yield Line(
                f"general:{agency}", "general", told[0].order, f"- {_ended(f'{told[0].name}: {words}')}", _whole(told)
            )


def _units(reports: Iterable[Told]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = {}
    for one in reports:
        if one.came:
            found.setdefault(one.agency, []).append(one)
    return found


def _joined(parts: Iterable[str]) -> str:
    """Different words once, in one line: what a unit writes on several lines stands between semicolons."""
    pieces = (piece.strip(" -+•;.\t") for part in parts for piece in part.splitlines())
    return "; ".join(dict.fromkeys(piece for piece in pieces if piece))


def _ended(text: str) -> str:
    return text.rstrip(" .;,") + "."


# Tasks ----------------------------------------------------------------------------------------------------------------


def _overall(found: Gathered) -> Iterator[Line]:
    """How far all work was: tasks of units, each at its last report."""
    last = _last(line for line in found.lines if line.task is not None)
    if not last:
        return
    counted = Counter(line.standing for line in last)
    parts = [f"{numbered(counted[standing])} {words}" for standing, words in STANDINGS.items() if counted[standing]]
    done = counted[LineStanding.DONE] + counted[LineStanding.LATE]
    share = numbers.words(f"{100 * done / len(last):.1f}".removesuffix(".0"))
    text = (
        f"Các đơn vị báo cáo {numbered(len(last))} lượt nhiệm vụ: {', '.join(parts)}; tỷ lệ hoàn thành {share}% "
        "(Phụ lục II kèm theo)."
    )
    yield Line("results:count", "results", "0", text, _whole(dict.fromkeys(line.report for line in last)))


def _last(lines: Iterable[Said]) -> list[Said]:
    """Of each unit's round of a task the line of its last report; one round was told of in several periods."""
    found: dict[tuple[int, int], Said] = {}
    for line in lines:
        key = line.report.agency, line.obligation or -line.pk
        if key not in found or line.report.closes_on >= found[key].report.closes_on:
            found[key] = line
    return list(found.values())


Groups = dict[tuple[str, str], list[tuple[Charged, list[Said]]]]


def _groups(found: Gathered) -> Groups:
    """Tasks in the order of the directive, under its headings; each heading once, where its first task stands."""
    said: dict[int, list[Said]] = {}
    for line in found.lines:
        if line.task is not None:
            said.setdefault(line.task, []).append(line)
    several = len({task.plan for task in found.tasks.values()}) > 1
    groups: Groups = {}
    for task in sorted(found.tasks.values(), key=lambda one: (one.plan, one.position, one.pk)):
        title = task.heading or "Các nhiệm vụ được giao"
        title = f"{title} ({task.directive})" if several else title
        groups.setdefault((f"group:{task.plan}:{digest(title)}", title), []).append((task, said[task.pk]))
    return groups


def _of_task(part: str, task: Charged, said: Sequence[Said], how: _How) -> Iterator[Line]:
    """One sentence how far it is and by whom, one for each figure, one for each unit that tells what it did."""
    key, place = f"task:{task.pk}", f"{round(task.position * 1000):012}{task.pk:09}"
    by_standing = _by_standing(said)
    units = [(by_standing.get(standing), words) for standing, words in STANDINGS.items()]
    parts = [f"{_named(names)} {words}" for names, words in units if names]
    text = f"{_about(task)}: {'; '.join(parts)}."
    yield Line(key, part, f"{place}0", text, _lines_of(said))
    told = sums(said)
    for n, one in enumerate(told):
        yield _figure(f"{key}:sum", part, f"{place}1{n:04}", one, several=how.several)
    if how.by_unit:
        yield from _results(key, part, place, said, several=how.several)
    number = str(len(how.tables["tasks"]) + 1)
    cells = [_listed(by_standing.get(standing, [])) for standing in STANDINGS]
    how.tables["tasks"].append([number, _about(task), task.label, *cells])
    how.tables["figures"].extend(_figure_rows(_about(task), told))


def _about(task: Charged) -> str:
    return " ".join(task.text.split()).rstrip(" .;:,")


def _by_standing(said: Sequence[Said]) -> dict[str, Names]:
    """Units by how far they are; a unit with several rounds is as far as the least of them, done only when all are."""
    units: dict[int, list[Said]] = {}
    for line in _last(said):
        units.setdefault(line.report.agency, []).append(line)
    found: dict[str, Names] = {}
    for lines in sorted(units.values(), key=lambda one: one[0].report.order):
        found.setdefault(_together({line.standing for line in lines}), []).append(lines[0].report.name)
    return found


def _together(standings: set[str]) -> str:
    if len(standings) == 1:
        return next(iter(standings))
    if standings <= {LineStanding.DONE, LineStanding.LATE}:
        return LineStanding.LATE
    return LineStanding.DOING


def _named(units: Names) -> str:
    return ", ".join(units) if len(units) <= MOST_NAMES else f"{numbered(len(units))} đơn vị"


def _listed(units: Names) -> str:
    return f"{numbered(len(units))}: {', '.join(units)}" if units else ""


def _lines_of(said: Iterable[Said]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys((line.report.pk, line.pk) for line in said))


def _results(key: str, part: str, place: str, said: Sequence[Said], *, several: bool) -> Iterator[Line]:
    units: dict[int, list[Said]] = {}
    for line in said:
        if line.result.strip():
            units.setdefault(line.report.agency, []).append(line)
    for agency, lines in units.items():
        words = _joined(f"{line.report.period}: {line.result}" if several else line.result for line in lines)
        text = f"- {_ended(f'{lines[0].report.name}: {words}')}"
        yield Line(f"{key}:unit:{agency}", part, f"{place}2{lines[0].report.order}", text, _lines_of(lines))


# Figures --------------------------------------------------------------------------------------------------------------


def _figure(key: str, part: str, order: str, one: Sum, *, several: bool) -> Line:
    """«- Tin, bài: 120 tin (Sở A 50; Sở B 70)»; over several periods what each of them adds."""
    split = one.by_period if several and not one.is_running else {}
    units = one.by_unit
    if len(split) > 1:
        said = "; ".join(f"{name}: {_number(value)}" for name, value in split.items())
    elif 1 < len(units) <= MOST_NAMES:
        said = "; ".join(f"{name} {_number(value)}" for name, value in units.items())
    else:
        said = next(iter(units)) if len(units) == 1 else f"{numbered(len(units))} đơn vị"
    text = f"- {one.label}: {_amount(one)} ({said})."
    sources = _lines_of(part.line for part in one.parts)
    return Line(f"{key}:{digest(same(one.label), same(one.unit))}", part, order, text, sources)


def _number(value: object) -> str:
    return numbers.words(plain(value))  # type: ignore[arg-type]


def _amount(one: Sum) -> str:
    return f"{_number(one.total)} {one.unit}".strip()


def _figure_rows(about: str, told: Sequence[Sum]) -> list[list[str]]:
    return [[about, one.label, one.unit, _number(one.total), str(len(one.by_unit))] for one in told]


def _own(found: Gathered, how: _How) -> Iterator[Line]:
    """What units added of their own."""
    own = [line for line in found.lines if line.task is None]
    for line in own:
        who = _who(line.report, how.several)
        words = _joined([line.words]) + (f": {_joined([line.result])}" if line.result.strip() else "")
        order = f"1{line.report.order}{line.pk:012}"
        yield Line(f"other:{line.pk}", "other", order, f"- {_ended(f'{who}: {words}')}", _lines_of([line]))
    told = sums(own)
    for n, one in enumerate(told):
        yield _figure("other:sum", "other", f"2{n:06}", one, several=how.several)
    how.tables["figures"].extend(_figure_rows("Công việc khác", told))


def _by_unit(found: Gathered, name: str) -> Iterator[Line]:
    """What stands in a unit's way, or what it asks for: of the whole first, then of its tasks."""
    said: dict[int, list[Said]] = {}
    for line in found.lines:
        if getattr(line, name).strip():
            said.setdefault(line.report.agency, []).append(line)
    for agency, reports in _units(found.reports).items():
        general = [one for one in reports if getattr(one, name)]
        lines = said.get(agency, [])
        words = _joined([*(getattr(one, name) for one in general), *(getattr(line, name) for line in lines)])
        if words:
            text = f"- {_ended(f'{reports[0].name}: {words}')}"
            yield Line(f"{name}:{agency}", name, reports[0].order, text, (*_whole(general), *_lines_of(lines)))


# Annexes --------------------------------------------------------------------------------------------------------------


def _units_table(found: Gathered, *, several: bool) -> list[list[str]]:
    """A row for each expected report: when it came, how many tasks it tells of and how far they are."""
    counts: dict[int, Counter[str]] = {}
    for line in found.lines:
        if line.task is not None:
            counts.setdefault(line.report.pk, Counter())[line.standing] += 1
    rows = []
    for n, one in enumerate(found.reports, 1):
        counted = counts.get(one.pk, Counter[str]())
        numbers_of = [str(sum(counted.values())), *(str(counted[standing]) for standing in STANDINGS)]
        handed = f"{one.handed_on:%d/%m/%Y}" if one.came and one.handed_on else ""
        rows.append(
            [str(n), _who(one, several), _due(one), handed, _state(one), *(numbers_of if one.came else [""] * 5)]
        )
    return rows


def _state(one: Told) -> str:
    if one.state == ReportState.PASSED_ON:
        return "không phải nộp nữa"
    if one.came:
        return "quá hạn" if one.late else "đúng hạn"
    return "bị trả lại" if one.state == ReportState.RETURNED else "chưa nộp"
