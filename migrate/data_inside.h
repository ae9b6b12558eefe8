/* What the rooms of reference data share: see data.h. */
#pragma once

#include "migrate/data.h"
#include "migrate/status.h"
#include "yaml/node.h"

enum data_mode { DATA_MERGE, DATA_FULL, DATA_INSERT };

/* A column as the server has it. */
struct data_column {
	char *name, *type;
	bool not_null, generated, always, by_sequence, textual; /* textual: its type has no equality, so its text is compared */
	char category;						/* pg_type.typcategory */
};

struct data_unique {
	GPtrArray *columns; /* char * */
	char *name;	    /* of its index, and so of its constraint, quoted */
	bool immediate;	    /* checked row by row; if not it can be deferred */
};

struct data_foreign_key {
	char *schema, *table;
	GPtrArray *columns, *referenced; /* char * */
};

/* What the server knows of a table. */
struct data_facts {
	char *schema, *name, *qualified; /* qualified: quoted */
	char relkind;			 /* 0: there is none */
	GPtrArray *columns, *uniques, *foreign_keys;
};

/* A column that holds what identifies a row of another table, which the file tells by that row's natural key. */
struct data_reference {
	const struct data_facts *facts;
	const char *column; /* of the other table */
	GPtrArray *keys;    /* const char *: its columns by which it is told */
	char *alias;	    /* of the other table in queries: r1 */
};

/* One value of a row in a comparison: a column's, or one of the key of the row that the column refers to. */
struct data_field {
	const struct data_column *column; /* of the table */
	const struct data_column *of;	  /* of the referenced table; NULL: the value is the column's own */
	struct data_reference *reference;
	bool key;
};

enum data_state { ROW_SAME, ROW_MISSING, ROW_DIFFERS, ROW_GONE };

/* A row of a file, or one of the database that no file has. Values are texts as the server prints them, NULL for NULL. */
struct data_row {
	enum data_state state;
	const struct node *node;   /* NULL: of the database */
	const char **want, **have; /* by field; want is NULL of a row that is gone */
	bool *differs;		   /* by field */
	const char **rest;	   /* of a row that is gone: by column of the facts, what deleting it loses */
	GPtrArray *parked[2];	   /* const struct data_column *, there and back: whose values make room first; NULL: none has to */
};

struct data_table {
	const char *file;
	const struct node *node; /* for places */
	char *schema, *name;
	GPtrArray *key, *columns; /* char *; columns: the others that it manages; NULL: those that rows have */
	char *mode_word;
	enum data_mode mode;
	char *delete_word, *off_column, *off_value; /* off_column: what a row gets that is not listed, instead of being deleted */
	char *where;
	GHashTable *references; /* column: table, as the file tells it; NULL */
	const struct node *rows_node;

	struct data_facts *facts;
	GPtrArray *fields;	   /* struct data_field * */
	GPtrArray *reference_list; /* struct data_reference * */
	GPtrArray *rows, *gone;	   /* struct data_row * */
	char *staged;		   /* the temporary table that has the file's rows */
	bool sorted;		   /* it is in order already */
	GHashTable *late;	   /* data_reference *: set once all rows are there, for they go round */
};

struct data {
	GPtrArray *tables;  /* struct data_table * */
	GPtrArray *ordered; /* the same, what others refer to first; borrowed */
	GPtrArray *facts;   /* struct data_facts * */
	GPtrArray *arenas;  /* of nodes and values */
	struct arena *values;
	const char *name;	/* of the database */
	GPtrArray *refusals;	/* char *: why no change can be written */
	GPtrArray *deferred[2]; /* char *: constraints that are checked once all is done, there and back */
};

/* An error at a node of the table's file; gives false. */
bool data_fail(const struct data_table *, const struct node *, GError **, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* A query with texts as parameters; NULL with an error: MIGRATE_SQL with what the server says. */
PGresult *data_query(PGconn *, const char *sql, int count, const char *const *parameters, GError **);
/* The text of a result's field; NULL for NULL. */
const char *data_value(const PGresult *, int row, int column);

/* Finds what the server knows of the tables, and of those that they refer to; makes the fields. */
bool data_find_facts(struct data *, PGconn *, GError **);
bool data_find_fields(struct data *, PGconn *, GError **);
const struct data_column *data_column_of(const struct data_facts *, const char *name);
/* Whether no two rows share the values of these columns. */
bool data_is_unique(const struct data_facts *, const GPtrArray *columns);
/* Facts of further tables, each once. */
struct data_facts *data_facts_of(struct data *, const char *schema, const char *name);
bool data_load_facts(struct data *, PGconn *, guint first, GError **);

/* Reads the rows of the files, puts them into temporary tables and checks them. */
bool data_stage(struct data *, PGconn *, GError **);

/* "app.city AS t LEFT JOIN app.country AS r1 ON r1.id = t.country_id", with from in the place of the table. */
void data_append_from(GString *out, const struct data_table *, const char *from);
/* "t.name", "r1.code" */
void data_append_field(GString *out, const struct data_field *);
/* "column.of" for people, and as a column's alias. */
void data_append_label(GString *out, const struct data_field *);
/* Where two rows have the same key, or the same values; left and right are formats of the field's number. */
void data_append_keys_match(GString *out, const struct data_table *, const char *left, const char *right);

/* A row's key for people: code=CH. */
char *data_describe(const struct data_table *, const struct data_row *);

/* Puts the tables in order, and finds the references that go round. */
bool data_order(struct data *, GError **);
/* Marks rows whose unique values have to make room for those of other rows. */
bool data_park(struct data *, GError **);
/* Counts the rows that refer to those that are to be deleted, and refuses to delete these. */
bool data_check_referencing(struct data *, PGconn *, GError **);

/* Of one way, there or back: what becomes of a row. */
bool data_is_inserted(const struct data_table *, const struct data_row *, bool back);
bool data_is_deleted(const struct data_table *, const struct data_row *, bool back);
bool data_is_updated(const struct data_table *, const struct data_row *, bool back);
/* Its values before and after, by field. */
const char **data_before(const struct data_row *, bool back);
const char **data_after(const struct data_row *, bool back);
/* All rows that differ: those of the file, then those that are gone. */
guint data_row_count(const struct data_table *);
struct data_row *data_row_at(const struct data_table *, guint);

void data_write_statements(GString *out, const struct data *, bool back);
void data_write_contract(GString *pre, GString *post, const struct data *);
