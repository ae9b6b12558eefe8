"""What the adapter takes for the same, and what it does not. Called by: tests/pyrseas/run tests/pyrseas/self"""
import pytest
from pyrseas.testutils import AugmentToMapTestCase, DatabaseToMapTestCase, InputMapToSqlTestCase

SEQUENCE = {"start_value": 1, "increment_by": 1, "max_value": None, "min_value": None, "cache_value": 1}
CREATE, COMMENT = "CREATE SEQUENCE number", "COMMENT ON SEQUENCE number IS 'counts'"


class Maps(DatabaseToMapTestCase):
    def test_same(self):
        found = self.to_map([CREATE, COMMENT])["schema public"]["sequence number"]
        assert found == dict(SEQUENCE, description="counts")
        assert found["description"] == "counts"

    def test_another(self):
        found = self.to_map([CREATE, COMMENT])["schema public"]["sequence number"]
        assert found != SEQUENCE
        assert found != dict(SEQUENCE, description="counts", cache_value=2)
        assert found["description"] != "counted"


class Sql(InputMapToSqlTestCase):
    def wanted(self, **told):
        wanted = self.std_map()
        wanted["schema public"]["sequence number"] = dict(SEQUENCE, **told)
        return wanted

    def test_same(self):
        sql = self.to_sql(self.wanted(description="counts"))
        assert sql[0] == CREATE + " START WITH 1 INCREMENT BY 1 NO MAXVALUE NO MINVALUE CACHE 1"
        assert sql[1] == COMMENT
        assert sql == [CREATE, COMMENT]

    def test_another(self):
        sql = self.to_sql(self.wanted(description="counts"))
        assert sql[0] != "CREATE SEQUENCE numbers"
        assert sql[0] != CREATE + " CACHE 2"
        assert sql[0] != "CREATE TABLE number (a integer)"
        assert sql[1] != "COMMENT ON SEQUENCE number IS 'counted'"
        assert sql != [CREATE]
        assert sql != []

    def test_nothing(self):
        sql = self.to_sql(self.wanted(), [CREATE])
        assert sql == []
        assert sql != [COMMENT]

    def test_refused(self):
        wanted = self.std_map()
        wanted["schema public"]["number"] = SEQUENCE
        with pytest.raises(KeyError):
            self.to_sql(wanted)


class Augment(AugmentToMapTestCase):
    def test_same(self):
        table = self.to_map(["CREATE TABLE t (a integer)"], {"schema public": {"table t": {"audit_columns": "created_date_only"}}})["schema public"]["table t"]
        date = {"type": "date", "not_null": True, "default": "('now'::text)::date"}
        assert table == {"columns": [{"a": {"type": "integer"}}, {"created_date": date}]}
        assert table != {"columns": [{"a": {"type": "integer"}}, {"created_date": dict(date, type="text")}]}
