"""LibreOffice at work on papers: it opens and saves them, or edits them with its own tracking of changes."""

import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from dialogue.rendering.word import returned

WITH_OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
AUTHOR = "L. Office"
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
{}
</script:module>
"""
_BASIC = """
Sub Work(folder As String, papers As String, tracked As Boolean)
  Dim unseen(0) As New com.sun.star.beans.PropertyValue
  Dim asWord(0) As New com.sun.star.beans.PropertyValue
  unseen(0).Name = "Hidden"
  unseen(0).Value = True
  asWord(0).Name = "FilterName"
  asWord(0).Value = "MS Word 2007 XML"
  For Each one In Split(papers, ",")
    path = "file://" & folder & "/" & one
    paper = StarDesktop.loadComponentFromURL(path & ".docx", "_blank", 0, unseen())
    If FileExists(path & ".txt") Then Edit(paper, path & ".txt", tracked)
    paper.storeToURL(path & ".back.docx", asWord())
    paper.close(True)
  Next
End Sub

Sub Edit(paper, plan As String, tracked As Boolean)
  paper.RecordChanges = tracked
  file = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  lines = createUnoService("com.sun.star.io.TextInputStream")
  lines.setInputStream(file.openFileRead(plan))
  lines.setEncoding("UTF-8")
  Do While Not lines.isEOF()
    told = Split(lines.readLine(), Chr(9))
    If UBound(told) >= 4 Then Act(paper, told)
  Loop
  lines.closeInput()
  paper.RecordChanges = False
End Sub

Sub Act(paper, told)
  whole = paper.Bookmarks.getByName("_" & told(1)).Anchor
  place = whole.Text.createTextCursorByRange(whole.Start)
  Select Case told(0)
    Case "strike"
      place.gotoRange(whole.End, True)
      place.goRight(1, True)
      place.String = ""
    Case "add"
      place.gotoEndOfParagraph(False)
      place.Text.insertControlCharacter(place, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
      place.Text.insertString(place, told(4), False)
    Case Else
      place.goRight(CInt(told(2)), False)
      place.goRight(CInt(told(3)) - CInt(told(2)), True)
      If told(0) = "comment" Then
        remark = paper.createInstance("com.sun.star.text.textfield.Annotation")
        remark.Author = "L. Office"
        remark.Content = told(4)
        place.Text.insertTextContent(place, remark, True)
      ElseIf told(2) = told(3) Then
        place.Text.insertString(place, told(4), False)
      Else
        place.String = told(4)
      End If
  End Select
End Sub
"""
_NAME = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.UserProfile/Data">
<prop oor:name="givenname" oor:op="fuse"><value>L.</value></prop></item>
<item oor:path="/org.openoffice.UserProfile/Data">
<prop oor:name="sn" oor:op="fuse"><value>Office</value></prop></item>
"""


class Office:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._run = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
        subprocess.run([*self._run, "--terminate_after_init"], check=True, timeout=120, capture_output=True)
        user = folder / "profile/user"
        (user / "basic/Standard/Module1.xba").write_text(_MODULE.format(escape(_BASIC, quote=False)))
        settings = user / "registrymodifications.xcu"
        _, _, rest = settings.read_text().partition("<oor:items")
        settings.write_text(_NAME + rest.partition(">")[2])

    def saved(self, papers: dict[str, bytes]) -> dict[str, bytes]:
        """Each as LibreOffice saves it anew."""
        return self._work(papers, tracked=False)

    def edited(self, paper: bytes, plans, *, tracked=True) -> dict[str, bytes]:
        """A copy of the paper for each plan, with its edits."""
        labels = {one.name: len(one.label) for one in returned.read(paper).places}
        for name, edits in plans.items():
            told = [self._line(one, labels[one.name]) for one in edits]
            (self.folder / f"{name}.txt").write_text("\n".join(told), encoding="utf-8")
        return self._work(dict.fromkeys(plans, paper), tracked=tracked)

    def _line(self, edit, label: int) -> str:
        return "\t".join((edit.verb, edit.name, str(edit.start + label), str(edit.end + label), edit.words))

    def _work(self, papers, *, tracked):
        for name, blob in papers.items():
            (self.folder / f"{name}.docx").write_bytes(blob)
        macro = f'macro:///Standard.Module1.Work("{self.folder}","{",".join(papers)}",{int(tracked)})'
        subprocess.run([*self._run, macro], check=True, timeout=580, capture_output=True)
        return {name: (self.folder / f"{name}.back.docx").read_bytes() for name in papers}
