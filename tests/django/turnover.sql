-- What is there beside Django's own tables, as schema.yaml has it.
CREATE VIEW fdw_owner.turnover AS SELECT customer_id, sum(total) AS turnover FROM fdw_owner.invoice GROUP BY customer_id;
