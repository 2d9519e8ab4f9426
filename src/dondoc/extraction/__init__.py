"""From a document to its plan: who must do what by when, and who reports to whom."""

from __future__ import annotations

from dondoc.document import Document, Finding, Plan, Source
from dondoc.extraction.draft import finished
from dondoc.extraction.prose import ProseReader
from dondoc.extraction.reporting import reporting_duties
from dondoc.extraction.scope import Tree
from dondoc.extraction.table_tasks import table_tasks, task_tables


def extract(source: Source, document: Document) -> Plan:
    """The tasks and reporting duties of a document, in its order, each field with its place.

    A field without words in the source is empty; a task without a body in
    charge says so in its findings.
    """
    tree = Tree(document, source.text)
    tables = task_tables(tree)
    drafts = [draft for table in tables for draft in table_tasks(table, source.text)]
    drafts += ProseReader(tree, tabled=len(drafts) > 1).read()
    tasks = finished(drafts, source.text, document.issuer)
    findings = [finding for task in tasks for finding in task.findings]
    if not tasks:
        findings.append(
            Finding(kind="no_tasks", message="không thấy nhiệm vụ nào; hãy kiểm tra đây có phải văn bản giao nhiệm vụ")
        )
    return Plan(
        source=source,
        document=document,
        tasks=tuple(tasks),
        reporting=tuple(reporting_duties(tasks, source.text)),
        findings=(*document.findings, *findings),
    )
