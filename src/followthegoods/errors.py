"""Every error the program raises on purpose, drawn once.

    FtgError                      4   500
    ├── UsageError                2   400   the request is wrong
    │   ├── BadParameter          2   400   a parameter has a value it cannot have
    │   ├── BadSetting            2   400   a setting has a value it cannot have
    │   ├── NoSuchCase            2   404   the folder is not a case
    │   ├── CaseExists            2   409   the folder already holds something
    │   ├── NoSuchFile            2   404   a file named on the command line is not there
    │   ├── NoSuchSource          2   404   the case has no such source
    │   ├── NoSuchState           2   404   the case has no such earlier state, or not any more
    │   ├── NoSuchParty           2   404   nobody in the case answers to that name
    │   ├── NoSuchPage            2   404   the server has nothing at this address
    │   ├── NoSuchMethod          2   405   the server cannot do this at this address
    │   ├── NoSuchJob             2   404   no job of that id is known
    │   ├── NotAdmitted           2   401   the server asks for a token
    │   ├── NotAllowed            2   403   the request may not do this
    │   ├── TooLarge              2   413   more was sent than is taken at once
    │   ├── TooMany               2   429   too many requests in a short time
    │   └── AmbiguousParty        2   409   several parties answer to that name
    ├── DataError                 3   422   the data is wrong
    │   ├── UnreadableFile        3   422   not a table, or a damaged one
    │   ├── UnknownLayout         3   422   no layout recognises the headers
    │   ├── BadLayout             3   422   a layout file is wrong
    │   ├── BadRates              3   422   a table of rates cannot be read
    │   ├── BadList               3   422   a sanctions or control list cannot be read whole
    │   └── BadStory              3   422   a file of claims, or a story, cannot be read
    ├── CheckFailed               1   409   a check was made and did not hold
    └── Broken                    4   500   the program or its surroundings failed
        ├── BooksDoNotBalance     4   500   rows went missing: the load is undone
        ├── CaseBusy              4   423   another process is writing to the case
        ├── CaseReadOnly          4   403   the case may not be written to from here
        ├── CaseDamaged           4   500   files of the case are missing or changed
        ├── NewerCase             4   409   the case was made by a newer program
        ├── OlderCase             4   409   the case was made by an older program, in another form
        └── DiskFull              4   507   no room; says how much is needed

The two numbers are the exit code of the command line and the HTTP status.
Exit codes: 0 answered, 1 a check did not hold, 2 wrong use, 3 bad data, 4 something broke.
"""

from __future__ import annotations


class FtgError(Exception):
    """What was wrong, where, and what to do next.

    `what` is one sentence. `where` names the file, sheet, row or setting. `do` is the next step
    for the person who reads it.
    """

    exit_code = 4
    http_status = 500

    def __init__(self, what: str, *, where: str | None = None, do: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.do = do

    @property
    def code(self) -> str:
        """The error's name as other programs see it: `NoSuchCase` is `no_such_case`."""
        name = type(self).__name__
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"Where: {self.where}")
        if self.do:
            parts.append(f"What to do: {self.do}")
        return "\n".join(parts)


class UsageError(FtgError):
    exit_code = 2
    http_status = 400


class BadParameter(UsageError):
    pass


class BadSetting(UsageError):
    pass


class NoSuchCase(UsageError):
    http_status = 404


class CaseExists(UsageError):
    http_status = 409


class NoSuchFile(UsageError):
    http_status = 404


class NoSuchSource(UsageError):
    http_status = 404


class NoSuchState(UsageError):
    http_status = 404


class NoSuchParty(UsageError):
    http_status = 404


class NoSuchPage(UsageError):
    http_status = 404


class NoSuchMethod(UsageError):
    http_status = 405


class NoSuchJob(UsageError):
    http_status = 404


class NotAdmitted(UsageError):
    http_status = 401


class NotAllowed(UsageError):
    http_status = 403


class TooLarge(UsageError):
    http_status = 413


class TooMany(UsageError):
    http_status = 429


class AmbiguousParty(UsageError):
    http_status = 409


class DataError(FtgError):
    exit_code = 3
    http_status = 422


class UnreadableFile(DataError):
    pass


class UnknownLayout(DataError):
    pass


class BadLayout(DataError):
    pass


class BadRates(DataError):
    pass


class BadList(DataError):
    pass


class BadStory(DataError):
    pass


class CheckFailed(FtgError):
    exit_code = 1
    http_status = 409


class Broken(FtgError):
    pass


class BooksDoNotBalance(Broken):
    pass


class CaseBusy(Broken):
    http_status = 423


class CaseReadOnly(Broken):
    http_status = 403


class CaseDamaged(Broken):
    pass


class NewerCase(Broken):
    http_status = 409


class OlderCase(Broken):
    http_status = 409


class DiskFull(Broken):
    http_status = 507
