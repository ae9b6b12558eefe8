/*
 * A kind of object is a row of data: its name, the query that reads it from the catalogs, its attributes. The engines (read, write
 * YAML, load YAML, compare, write SQL) use these rows; see catalog/kinds.h for the list of all kinds.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "sql/whole.h"

struct kind;
struct object;
struct snapshot;
struct names;
struct qualified;
struct pool;
struct lookup;
struct scan;

/* A server version as PG(15); 0 where a limit does not apply. */
#define PG(major) ((major)*10000)

enum attribute_type {
	ATTRIBUTE_TEXT,	 /* const char *, or const struct qualified * where .apart; NULL is absent */
	ATTRIBUTE_BOOL,	 /* bool */
	ATTRIBUTE_NAMES, /* const struct names *; NULL is absent */
};

/* The form of an attribute's value in YAML where its type does not determine it. */
enum attribute_form {
	FORM_PLAIN,  /* text, true, or a list of texts */
	FORM_BLOCK,  /* text that is always a literal block: sources and definitions */
	FORM_NUMBER, /* a whole number, written without quotes, or one of the row's words; of options: each is number=number */
	FORM_REAL,   /* a number, perhaps with a fraction, written without quotes */
	FORM_BARE,   /* text written without quotes: true, false */
	FORM_MAP,    /* a list of name=value written as entries of the map in the dotted name: identity.* */
	FORM_WORD,   /* the dotted name's own text when nothing else is in that map: identity.generated as `identity: always` */
	FORM_HIDDEN, /* part of another value of the document, not written or loaded under its own name */
};

/* What names in an attribute's value refer to, for the edges of the dependency graph. */
enum refers {
	REFERS_NOTHING,
	REFERS_TEXT,	 /* SQL: any object that a qualified name in it can mean: types, expressions, definitions */
	REFERS_RELATION, /* names relations, bare in the object's own schema or qualified */
	REFERS_TYPE,
	REFERS_ROUTINE,
	REFERS_COLUMNS, /* columns of the parent relation, by bare name */
	REFERS_BODY,	/* a routine's string body: resolved when it runs, so only a wish, never a need */
};

/* The positions of type names in an attribute's value, other than REFERS_TYPE: documents may use any spelling. */
enum types {
	TYPES_NONE,
	TYPES_ARGUMENTS, /* in a list of arguments */
	TYPES_RESULT,	 /* a function's return type */
};

/* Where an attribute's value, or each item of it, names a role. */
enum roles {
	ROLES_NONE,
	ROLES_BARE,  /* it is one */
	ROLES_FIRST, /* begins with one, quoted: alice search_path=x */
	ROLES_LAST,  /* as GRANT has it: select to alice with grant option */
};

/* How a changed attribute is altered. */
enum change_way {
	CHANGE_BY_CLAUSE, /* ALTER with the row's clause; as CHANGE_RECREATE where it has none, or none for a value that goes */
	CHANGE_IN_PLACE,  /* ALTER */
	CHANGE_TO_ABSENT, /* ALTER where the value goes, DROP and CREATE where it comes: NOT VALID, which VALIDATE ends */
	CHANGE_RECREATE,  /* DROP and CREATE */
	CHANGE_IGNORE,	  /* nothing by itself: the judge of the kind, or the statement of another object, sees to it */
};

/*
 * One attribute. The name is the YAML key and the query's output column; a dot in it makes a map in a map ("references.table").
 * sql is the expression that reads it, NULL for one that the reader or a finish function sets.
 */
struct attribute {
	const char *name;
	enum attribute_type type;
	bool apart; /* of ATTRIBUTE_TEXT: stored as a parsed name, and get and set as a text */
	size_t offset;
	const char *sql;
	const char *otherwise;	/* the text that means the same as absent */
	const char *clause;	/* regular SQL for it: % identifier-safe text, see diff/ddl/plain.h */
	const char *unset;	/* SQL when it is absent (again) */
	enum change_way change; /* CHANGE_BY_CLAUSE: the kind's way for all its rows */
	const char *newer;	/* a value that came later than the attribute, with newer_since */
	int newer_since;
	int since, until; /* first version that has it, first that has it no more */
	enum attribute_form form;
	enum refers refers;
	/* the only kind that its names refer to, as objects of other kinds may have the same names */
	const struct kind *only;
	enum fragment fragment; /* the fragment of SQL that it is, where refers does not imply it: see attribute_fragment() */
	enum roles roles;
	enum types types;
	bool columns;  /* sql returns 'relation-oid {attnum,...}', to be turned into column names */
	bool options;  /* names that are name=value, in no meaningful order: sorted, compared and altered by name */
	bool distinct; /* names without duplicates */
	bool members;  /* independent names in order: two people may add one each */
	bool ordered;  /* options that the server keeps, and shows, in the order in which they were set: not sorted */
	bool secrets;  /* options, or a connection string, with passwords in them: read as ${secret}, and not compared */
	bool required; /* CREATE requires it: a document without it is wrong */
	/*
	 * with required: one of these rows is an alternative, "body|obj_file"; "parent.definition": the parent's row makes it
	 * unnecessary
	 */
	const char *unless;
	/* required only if one of these rows is set, "owner_column", or one in a map, "not_null_constraint" */
	const char *required_with;
	/* an alternative to these rows, "default|generated": a document must not have both */
	const char *not_with;
	/* if that row of the object is set, it implies this one: not written, and set by the kind's finish() */
	const char *told_by;
	/* all that it, or each item of it, can be besides .otherwise: "restrict|cascade"; "index *" is followed by a name */
	const char *words;
	const char *range; /* of a number: the least and the greatest that the server takes, "-1..10000"; either may be left out */
	const struct kind *map_of; /* of FORM_MAP: the kind whose rows the entries are, and words are further entries */
	bool empty;		   /* '' is a value, not absent */
	bool passing;		   /* a server that lacks it has the same without it: see catalog/adapt.h */
	bool incidental;	   /* kept for output, never compared */
	bool untold;		   /* absent means unknown: it is not changed */
	bool blocks;		   /* dependent objects must be dropped while it is altered */
};

#define ATTRIBUTE_AT(type_, member) \
	.type = _Generic(((type_ *)0)->member, const char * : ATTRIBUTE_TEXT, const struct qualified * : ATTRIBUTE_TEXT,     \
			 bool : ATTRIBUTE_BOOL, const struct names * : ATTRIBUTE_NAMES),                                     \
	.apart = _Generic(((type_ *)0)->member, const struct qualified * : true, default : false),                           \
	.offset = offsetof(type_, member)

/* The form of parts in their parent's map, under the part kind's key. */
enum part_shape {
	PART_MAP,   /* name: {attributes} - constraints, indexes, triggers, policies */
	PART_LIST,  /* - name: {attributes}, in order - columns, composite attributes */
	PART_PLAIN, /* - name, or - name: {attributes} where there are any, in order - keys of indexes and partitions */
	PART_KEYED, /* "server s": {attributes}, directly in the parent's map - servers of foreign data wrappers */
	PART_VALUE, /* name: the value of the only attribute - mappings of text search configurations */
};

/* Kinds that are described only on request: bits. */
enum optional {
	OPTIONAL_NONE = 0,
	OPTIONAL_ROLES = 1,
	OPTIONAL_DATABASE = 2,
};

/* Common properties of kinds, for engines that would have to list the kinds otherwise: bits of kind->traits. */
enum trait {
	TRAIT_RELATION = 1 << 0,	/* is in pg_class, or has an index there: its name is unique among relations */
	TRAIT_TYPE = 1 << 1,		/* columns can have the type; not tables, although their rows have a type, too */
	TRAIT_ROUTINE = 1 << 2,		/* is in pg_proc */
	TRAIT_CODE = 1 << 3,		/* expressions name it, and hold on to it */
	TRAIT_CONSTRAINT = 1 << 4,	/* of tables */
	TRAIT_INDEX = 1 << 5,		/* is an index, or a constraint that has one */
	TRAIT_FOLLOWS_RENAMES = 1 << 6, /* the server refers by oid, so its text follows renames */
	TRAIT_HOLDS_FIELDS = 1 << 7, /* depends on attributes of composite types: it has a rule, or values that others take apart */
	TRAIT_HOLDS_VALUES = 1 << 8, /* can have values of a domain inside */
	TRAIT_TYPED = 1 << 9,	     /* has a row "type": the type of its values */
	TRAIT_MERGED = 1 << 10,	     /* a child table's is its parents' of the same name too */
	TRAIT_RUN = 1 << 11,	     /* code is run when rows are written that need it */
	TRAIT_IDLE = 1 << 12,	     /* a part of a table that nothing is run for when a row is written */
	TRAIT_OF_WHOLE = 1 << 13,    /* a part that no ALTER changes: its parent is re-created */
	TRAIT_ASIDE = 1 << 14,	     /* renamed aside when it is re-created, until its values are carried over */
	TRAIT_FIRES = 1 << 15,	     /* a part of a table that acts on rows that are written */
	TRAIT_OUTERMOST = 1 << 16,   /* affects all statements of a script: dropped first, and created last */
	TRAIT_HOME = 1 << 17,	     /* a schema, or an extension, which others are in */
	TRAIT_QUERY = 1 << 18,	     /* is a query whose dependencies the server stores */
	TRAIT_TABLE = 1 << 19,	     /* a table, or a foreign one: struct table */
};

/* Where names must differ: the unique indexes of catalogs. The first four are within a schema, the others within the parent. Bits. */
enum name_space {
	SPACE_RELATION = 1,
	SPACE_TYPE = 2,
	SPACE_ROUTINE = 4,
	SPACE_SERVER = 8,
	SPACES_OF_SCHEMA = SPACE_RELATION | SPACE_TYPE | SPACE_ROUTINE | SPACE_SERVER,
	SPACE_COLUMN = 16,
	SPACE_CONSTRAINT = 32,
	SPACE_TRIGGER = 64,
	SPACE_RULE = 128,
	SPACE_POLICY = 256,
};

struct kind {
	unsigned traits;     /* enum trait */
	unsigned spaces;     /* enum name_space: a table has a type of its name too, a key an index */
	const char *name;    /* PostgreSQL's word: "materialized view" */
	const char *key;     /* YAML key; NULL: the name. Parts: the key in the parent. A dot nests, as in attributes */
	const char *between; /* between name and signature in the key: NULL for "name(signature)", else " using " */
	const char *sql;     /* the word of DDL, "MATERIALIZED VIEW" */
	/* how COMMENT ON and GRANT ... ON call it, where that is not the word of DDL and its name: see diff/ddl/call.h */
	const char *subject, *target;
	/* how a script finds its row in .catalog by its name: a type of oids, "regclass", that it is cast to, or "name" */
	const char *found_by;
	const char *default_acl; /* the letter of acldefault() */
	size_t size;
	const struct attribute *attributes; /* ends in a row without name */
	enum change_way change;		    /* of rows without one */
	bool fixed_name;		    /* no ALTER renames it: an object with another name is another one */
	const struct kind *const *parts;    /* NULL-terminated; NULL for none */
	enum part_shape shape;		    /* of a part kind */
	/* a part's list is one key deeper, the value of this text attribute of the parent: partition_by: range: */
	const char *under;
	const char *mark;	/* distinguishes kinds with the same key by this attribute or part key: "labels" */
	enum fragment name_is;	/* the name is a piece of SQL, not one identifier: casts, operators */
	const char *name_is_if; /* but only where this attribute of the object is "expression" */
	bool signed_name;	/* the key holds a signature: routines, operators */
	bool schema_key;	/* its objects are in a schema's map */
	bool keeps_members;	/* members of extensions are described, too */
	bool list;		/* its objects are one list at the top: - {attributes}; settle sets their names */
	bool name_is_role;	/* its objects have the name of the role that they are for */
	bool single;		/* at most one object, directly under the key */
	bool required;		/* a part: its parent cannot be created without one */
	bool part;
	enum optional optional;

	/* Reading: SELECT <oid>, <parent>, ... FROM <from> WHERE <where>; the texts are SQL. */
	const char *catalog; /* the class of its oids in pg_depend and pg_description: "pg_class" */
	const char *from, *where;
	/*
	 * The server opens each row's table to print expressions: pg_get_expr(conbin, conrelid). All these kinds are read over one
	 * connection, the second where there is one, since each server process opens a table once.
	 */
	bool opens_tables;
	const char *oid, *schema, *title, *signature, *owner, *privileges;
	const char *parent, *position; /* parts: the parent's oid, and its order; a column's address is parent and position */
	const char *parent_catalog;
	const char *index; /* constraints: the oid of its index, whose comment is the row index_description */
	bool sub_object;   /* a part addressed as (parent, position): columns, composite attributes */
	int since, until;

	/*
	 * Privileges, in aclitem's letters: all of the kind (NULL: none), and those of PUBLIC by default. By default the owner has
	 * all, or none if no_owner_rights.
	 */
	const char *rights, *public_rights;
	bool no_owner_rights;
	/*
	 * For default privileges: the kind whose privileges these are (with the three members above and a name; NULL: the object is
	 * not complete), and the owner. NULL for all other kinds: see object_rights(), object_owner().
	 */
	const struct kind *(*rights_of)(const struct object *);
	const char *(*owner_of)(const struct object *);
	bool only_privileges; /* has only privileges: omitted where privileges are */

	/* Values that are read for derive() only: rows of a struct of that size, separate from the object. NULL: none. */
	const struct attribute *scratch;
	size_t scratch_size;
	/*
	 * Adds the parts of this kind that no query reads, from values read for their parents: see lookup_scratch_of(). May be
	 * NULL.
	 */
	void (*derive)(struct snapshot *, const struct lookup *);
	/* Brings a complete object, read or loaded, to its canonical form: defaults that no row expresses. May be NULL. */
	void (*settle)(struct snapshot *, struct object *);
	/* Runs over the whole snapshot when every kind is there. May be NULL. */
	void (*finish)(struct snapshot *);
	/* The same, later: when objects can be found by their names, which must stay. May be NULL. */
	void (*complete)(struct snapshot *);
	/* Finds dependencies that come from neither rows nor texts: see catalog/depend_need.h. May be NULL. */
	void (*needs)(struct scan *);
	/* The access method whose operator classes the object's texts name; NULL, or NULL of it: any, or none. */
	const char *(*method)(const struct object *);
	/* Sequences: takes the column that an edge of deptype a or i leads to. */
	void (*take_owner)(struct object *, const struct object *column, bool internal);
	/*
	 * The initial comment of an object, if it or the same object of another snapshot has it: it is not described or compared.
	 * May be NULL.
	 */
	const char *(*given_comment)(const struct object *, const struct object *beside);
	/* Whether another object implies all of the object, so that YAML omits it; finish creates it again. May be NULL. */
	bool (*implied)(const struct snapshot *, const struct object *);
};

/* Whether the kind has any of these traits. */
static inline bool kind_is(const struct kind *kind, unsigned traits)
{
	return kind->traits & traits;
}

static inline bool kind_is_table(const struct kind *kind)
{
	return kind_is(kind, TRAIT_TABLE);
}

/* Whether the row is one more for the same field as the row before: read in another way by other versions. */
bool attribute_is_variant(const struct kind *, const struct attribute *);
/* The SQL fragment that a row's text, or each of its items, is in a statement; FRAGMENT_NONE for a quoted text. */
enum fragment attribute_fragment(const struct attribute *);
/* The row of a name, or NULL. */
const struct attribute *kind_attribute(const struct kind *, const char *name);
/* Index of a part kind in kind->parts, or -1. */
int kind_part_index(const struct kind *, const struct kind *part);
const char *kind_key(const struct kind *);
/* Whether the order of a part kind's objects means something; if not they are sorted by name. */
bool kind_is_ordered(const struct kind *);

/* Values of one attribute of an object. attribute_is_absent: NULL, false, empty or equal to .otherwise. */
const char *attribute_text(const struct attribute *, const struct object *);
const struct qualified *attribute_qualified(const struct attribute *, const struct object *); /* of a row that is .apart */
bool attribute_bool(const struct attribute *, const struct object *);
const struct names *attribute_names(const struct attribute *, const struct object *);
void attribute_set_text(const struct attribute *, struct pool *, struct object *, const char *text);
void attribute_set_bool(const struct attribute *, struct object *, bool value);
void attribute_set_names(const struct attribute *, struct object *, const struct names *names);
/* Gives an object the value that another one of its kind has. */
void attribute_copy(const struct attribute *, const struct object *from, struct object *to);
bool attribute_is_absent(const struct attribute *, const struct object *);
bool attribute_equal(const struct attribute *, const struct object *, const struct object *);
