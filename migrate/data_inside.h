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

/* The tenant whose rows they are; see tenant.h. */
struct data_tenant {
	char *stand_in; /* the schema that files name */
	char *schema;	/* NULL: there is none, and names are qualified */
	char *path;	/* as for SET search_path: in it the tenant's tables, types and indexes have no other name */
};

struct data {
	GPtrArray *tables;  /* struct data_table * */
	GPtrArray *ordered; /* the same, what others refer to first; borrowed */
	GPtrArray *facts;   /* struct data_facts * */
	GPtrArray *arenas;  /* of nodes and values */
	struct arena *values;
	const char *name; /* of the database */
	struct data_tenant tenant;
	GPtrArray *refusals;	/* char *: why no change can be written */
	GPtrArray *deferred[2]; /* char *: constraints that are checked once all is done, there and back */
};
