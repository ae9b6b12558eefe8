-- What the DBA makes in the development database, by any means.
SET search_path = fdw_owner;
ALTER TABLE invoice ADD CONSTRAINT invoice_customer_fk FOREIGN KEY (customer_id) REFERENCES customer ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  NEW.changed := now();
  RAISE DEBUG '100 %% of "%" said \1, % and $$', NEW.total, E'"""%s"""';
  RETURN NEW;
END
$body$;
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION stamp();
DROP VIEW turnover;
CREATE VIEW turnover AS SELECT customer_id, count(*) AS invoices, sum(total) AS turnover FROM invoice WHERE total > 0 GROUP BY customer_id;
COMMENT ON VIEW turnover IS E'what is "sold", it''s \\1 %s %(x)s """ \t$$ \u20ac';
