/* Structures that the files of reference data share: see data.h. */
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
	bool immediate;	    /* checked row by row; otherwise it is deferrable */
};

struct data_foreign_key {
	char *schema, *table;
	GPtrArray *columns, *referenced; /* char * */
};

/* The facts of a table in the database. */
struct data_facts {
	char *schema, *name, *qualified; /* qualified: quoted */
	char relkind;			 /* 0: the table does not exist */
	GPtrArray *columns, *uniques, *foreign_keys;
};

/* A column that references a row of another table, which the file identifies by its natural key. */
struct data_reference {
	const struct data_facts *facts;
	const char *column; /* of the other table */
	GPtrArray *keys;    /* const char *: the key columns that identify it */
	char *alias;	    /* of the other table in queries: r1 */
};

/* A value of a row in a comparison: a column's, or one of the key of the referenced row. */
struct data_field {
	const struct data_column *column; /* of the table */
	const struct data_column *of;	  /* of the referenced table; NULL: the value is the column's own */
	struct data_reference *reference;
	bool key;
};

enum data_state { ROW_SAME, ROW_MISSING, ROW_DIFFERS, ROW_GONE };

/* A row of a file, or a row of the database that is in no file. Values are texts as the server prints them, NULL for NULL. */
struct data_row {
	enum data_state state;
	const struct node *node;   /* NULL: from the database */
	const char **want, **have; /* by field; want is NULL for a row that will be deleted */
	bool *differs;		   /* by field */
	const char **rest;	   /* for a row that will be deleted: the values that are lost, by column of the facts */
	GPtrArray *parked[2];	   /* const struct data_column *, up and down: columns to get a temporary value; NULL */
};

struct data_table {
	const char *file;
	const struct node *node; /* for positions */
	char *schema, *name;
	GPtrArray *key, *columns; /* char *; columns: the other columns of the file; NULL: those that rows have */
	char *mode_word;
	enum data_mode mode;
	char *delete_word, *off_column, *off_value; /* off_column: set in a row that is not listed, instead of deleting it */
	char *where;
	GHashTable *references; /* column: table, from the file; NULL */
	const struct node *rows_node;

	struct data_facts *facts;
	GPtrArray *fields;	   /* struct data_field * */
	GPtrArray *reference_list; /* struct data_reference * */
	GPtrArray *rows, *gone;	   /* struct data_row * */
	char *staged;		   /* the temporary table that has the file's rows */
	bool sorted;		   /* it has its place in the order */
	GHashTable *late;	   /* data_reference *: set after all rows exist, because they form a cycle */
};

/* The tenant whose rows they are; see tenant.h. */
struct data_tenant {
	char *stand_in; /* the schema that files name */
	char *schema;	/* NULL: no tenant, and names are qualified */
	char *path;	/* for SET search_path: with it names in the tenant's schema need no qualification */
};

struct data {
	GPtrArray *tables;  /* struct data_table * */
	GPtrArray *ordered; /* the same, referenced tables first; borrowed */
	GPtrArray *facts;   /* struct data_facts * */
	GPtrArray *arenas;  /* for nodes and values */
	struct arena *values;
	const char *name; /* of the database */
	struct data_tenant tenant;
	GPtrArray *refusals;	/* char *: reasons why no change can be written */
	GPtrArray *deferred[2]; /* char *: constraints that are deferred, up and down */
};
