"""Many cases on one server: what passed, what failed and was saved."""
import re
import threading

from . import judge


def schemas_of(case):
    return set(getattr(case, "schemas", [case.schema]))


class Run:
    """Judges cases in groups; a group that fails is divided until the case is found."""

    def __init__(self, server, refused, keep):
        self.server, self.refused, self.keep = server, refused, keep
        self.passed, self.refusals, self.failures, self.used = 0, 0, [], set()
        self.count, self.lock = 0, threading.Lock()

    def attempt(self, cases):
        """None, or what went wrong."""
        with self.lock:
            self.count += 1
            name = f"try_{self.count}"
        try:
            judge.judge(self.server, cases, name)
        except judge.Failed as failed:
            self.server.drop(f"{name}_have", f"{name}_want")
            return str(failed)
        return None

    def is_expected(self, case, reason):
        """Whether no tool can do it, and the reason is the one that is listed."""
        for pattern, message, _ in self.refused:
            if pattern.search(case.name) and message.search(reason):
                self.used.add(pattern)
                return True
        return False

    def pass_(self, cases):
        with self.lock:
            self.passed += len(cases)

    def fail(self, case, reason):
        with self.lock:
            if self.is_expected(case, reason):
                self.passed, self.refusals = self.passed + 1, self.refusals + 1
                return
            self.failures.append((case, reason))
            place = judge.save(case, self.keep, reason) if self.keep else ""
            print(f"not ok - {case.name} {place}\n# " + reason[:1500].replace("\n", "\n# "), flush=True)

    def found(self):
        return len(self.failures), self.refusals

    def unused(self):
        """Refusals of kinds that were tried, and never happened."""
        return [pattern.pattern for pattern, _, perhaps in self.refused if pattern not in self.used and not perhaps]

    def group(self, cases):
        """Those that the error names are tried alone, the others together again; where it names none they are halved."""
        reason = self.attempt(cases)
        if reason is None:
            self.pass_(cases)
            return
        if len(cases) == 1:
            self.fail(cases[0], reason)
            return
        named = set(re.findall(r"\bm\d+\b", reason))
        suspects, others = [case for case in cases if named & schemas_of(case)], [case for case in cases if not named & schemas_of(case)]
        if suspects and others:
            parts = [[case] for case in suspects] + [others]
        else:
            parts = [cases[:len(cases) // 2], cases[len(cases) // 2:]]
        before = self.found()
        for part in parts:
            self.group(part)
        if self.found() == before:   # each part is right by itself
            self.fail(cases[0], f"with {', '.join(case.name for case in cases[1:])}: {reason}")
