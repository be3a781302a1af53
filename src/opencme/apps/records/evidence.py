"""Migration operations that make a table evidence: the database refuses UPDATE, DELETE and TRUNCATE.

TRUNCATE is let through in databases named ``test_…`` only, because Django's tests empty tables with it.
"""

from django.db.migrations import RunSQL

CREATE_FUNCTION = """
CREATE FUNCTION opencme_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is evidence: % is refused, add a correcting row instead', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
DROP_FUNCTION = "DROP FUNCTION opencme_refuse_change();"


def evidence(*tables: str) -> RunSQL:
    """Give the operation that guards ``tables`` (names as in the database)."""
    guard = "\n".join(
        f"CREATE TRIGGER {table}_is_evidence BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION opencme_refuse_change();\n"
        f"CREATE TRIGGER {table}_is_evidence_whole BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION opencme_refuse_change();"
        for table in tables
    )
    release = "\n".join(
        f"DROP TRIGGER {table}_is_evidence ON {table};\nDROP TRIGGER {table}_is_evidence_whole ON {table};"
        for table in tables
    )
    return RunSQL(guard, release)
