/*
 * A kind of object is a row of data: what it is called, how it is read from a server's catalogs, which attributes it has. The
 * engines (read, write YAML, load YAML, compare, say in SQL) walk these rows; see catalog/kinds.h for the list of all kinds.
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

/* How an attribute's value looks in YAML where its type alone does not tell. */
enum attribute_form {
	FORM_PLAIN,  /* text, true, or a list of texts */
	FORM_BLOCK,  /* text that is always a literal block: sources and definitions */
	FORM_NUMBER, /* a whole number, written without quotes, or one of the row's words; of options: each is number=number */
	FORM_REAL,   /* a number, perhaps with a fraction, written without quotes */
	FORM_BARE,   /* text written without quotes: true, false */
	FORM_MAP,    /* a list of name=value written as the entries of the map that the dotted name tells: identity.* */
	FORM_WORD,   /* the dotted name's own text when nothing else is in that map: identity.generated as `identity: always` */
	FORM_HIDDEN, /* said by another place of the document, neither written nor loaded under its name */
};

/* What the names in an attribute's value refer to, for the edges of the dependency graph. */
enum refers {
	REFERS_NOTHING,
	REFERS_TEXT,	 /* SQL: anything that a qualified name in it can mean: types, expressions, definitions */
	REFERS_RELATION, /* names relations, bare in the object's own schema or qualified */
	REFERS_TYPE,
	REFERS_ROUTINE,
	REFERS_COLUMNS, /* columns of the parent relation, by bare name */
	REFERS_BODY,	/* a routine's string body: resolved when it runs, so only a wish, never a need */
};

/* Where the names of types stand in an attribute's value, besides one that REFERS_TYPE: a document may spell them as it likes. */
enum types {
	TYPES_NONE,
	TYPES_ARGUMENTS, /* in a list of arguments */
	TYPES_RESULT,	 /* what a function returns */
};

/* Where an attribute's value, or each item of it, names a role. */
enum roles {
	ROLES_NONE,
	ROLES_BARE,  /* it is one */
	ROLES_FIRST, /* begins with one, quoted: alice search_path=x */
	ROLES_LAST,  /* as GRANT has it: select to alice with grant option */
};

/* What a difference of an attribute asks for. */
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
	bool apart; /* of ATTRIBUTE_TEXT: a name, kept taken apart; its text is asked for and set as any other */
	size_t offset;
	const char *sql;
	const char *otherwise;	/* the text that means the same as absent */
	const char *clause;	/* regular SQL for it: % identifier-safe text, see diff/ddl/plain.h */
	const char *unset;	/* SQL when it is absent (again) */
	enum change_way change; /* CHANGE_BY_CLAUSE: as the kind tells for all its rows */
	const char *newer;	/* a value that came later than the attribute, with newer_since */
	int newer_since;
	int since, until; /* first version that has it, first that has it no more */
	enum attribute_form form;
	enum refers refers;
	/* the one kind of what its names refer to, for there are objects of other kinds by the same names */
	const struct kind *only;
	enum fragment fragment; /* the piece of SQL that it is, where refers does not tell: see attribute_fragment() */
	enum roles roles;
	enum types types;
	bool columns;  /* sql gives 'relation-oid {attnum,...}', to be made column names */
	bool options;  /* names that are name=value, in no meaningful order: sorted, compared and altered by name */
	bool distinct; /* names of which each stands but once */
	bool members;  /* names of things of its own, in an order that counts: two people may add one each */
	bool ordered;  /* options that the server keeps, and shows, in the order in which they were set: not sorted */
	bool secrets;  /* options, or a connection string, with passwords in them: read as ${secret}, and not compared */
	bool required; /* CREATE cannot be said without it: a document that lacks it is wrong */
	/*
	 * with required: one of these rows does as well, "body|obj_file"; "parent.definition": parents that have this row tell it
	 */
	const char *unless;
	/* required only beside one of these rows, "owner_column", or beside one in a map, "not_null_constraint" */
	const char *required_with;
	/* it says what these rows say in other ways, "default|generated": a document that has it beside one of them is wrong */
	const char *not_with;
	/* where that row of the object is told, it tells this one too: not written, and made by the kind's finish() */
	const char *told_by;
	/* all that it, or each item of it, can be besides .otherwise: "restrict|cascade"; "index *" is followed by a name */
	const char *words;
	const char *range; /* of a number: the least and the greatest that the server takes, "-1..10000"; either may be left out */
	const struct kind *map_of; /* of FORM_MAP: the kind whose rows the entries are, and words are further entries */
	bool empty;		   /* '' is a value of its own, not absent */
	bool passing;		   /* a server that lacks it has the same without it: see catalog/adapt.h */
	bool incidental;	   /* kept for output, never compared */
	bool untold;		   /* absent is not known: what one side does not tell stays as it is */
	bool blocks;		   /* what depends on the object must be gone while this changes in place */
};

#define ATTRIBUTE_AT(type_, member) \
	.type = _Generic(((type_ *)0)->member, const char * : ATTRIBUTE_TEXT, const struct qualified * : ATTRIBUTE_TEXT,     \
			 bool : ATTRIBUTE_BOOL, const struct names * : ATTRIBUTE_NAMES),                                     \
	.apart = _Generic(((type_ *)0)->member, const struct qualified * : true, default : false),                           \
	.offset = offsetof(type_, member)

/* How the parts of a kind stand in their parent's map, under the key of the part kind. */
enum part_shape {
	PART_MAP,   /* name: {attributes} - constraints, indexes, triggers, policies */
	PART_LIST,  /* - name: {attributes}, in order - columns, composite attributes */
	PART_PLAIN, /* - name, or - name: {attributes} where there are any, in order - keys of indexes and partitions */
	PART_KEYED, /* "server s": {attributes}, directly in the parent's map - servers of foreign data wrappers */
	PART_VALUE, /* name: the value of the only attribute - mappings of text search configurations */
};

/* Kinds that are described only where that is asked for: bits. */
enum optional {
	OPTIONAL_NONE = 0,
	OPTIONAL_ROLES = 1,
	OPTIONAL_DATABASE = 2,
};

/* What kinds have in common, for engines that would have to list them otherwise: bits of kind->traits. */
enum trait {
	TRAIT_RELATION = 1 << 0,	/* is in pg_class, or has an index there: its name is no other relation's */
	TRAIT_TYPE = 1 << 1,		/* what columns can be of; but not tables, whose rows have a type too */
	TRAIT_ROUTINE = 1 << 2,		/* is in pg_proc */
	TRAIT_CODE = 1 << 3,		/* expressions name it, and hold on to it */
	TRAIT_CONSTRAINT = 1 << 4,	/* of tables */
	TRAIT_INDEX = 1 << 5,		/* is an index, or a constraint that has one */
	TRAIT_FOLLOWS_RENAMES = 1 << 6, /* the server keeps what it refers to by number, so that its text follows renames */
	TRAIT_HOLDS_FIELDS = 1 << 7, /* depends on attributes of composite types: it has a rule, or values that others take apart */
	TRAIT_HOLDS_VALUES = 1 << 8, /* can have values of a domain inside */
	TRAIT_TYPED = 1 << 9,	     /* has a row "type": what it stores is of that */
	TRAIT_MERGED = 1 << 10,	     /* a child table's is its parents' of the same name too */
	TRAIT_RUN = 1 << 11,	     /* code is run when rows are written that need it */
	TRAIT_IDLE = 1 << 12,	     /* a part of a table that nothing is run for when a row is written */
	TRAIT_OF_WHOLE = 1 << 13,    /* a part that no ALTER changes: its parent is made again */
	TRAIT_ASIDE = 1 << 14,	     /* renamed aside when it is made again, until its values are carried over */
	TRAIT_FIRES = 1 << 15,	     /* a part of a table that acts on rows that are written */
	TRAIT_OUTERMOST = 1 << 16,   /* acts on whatever a script does: goes first, and comes last */
	TRAIT_HOME = 1 << 17,	     /* a schema, or an extension, which others are in */
	TRAIT_QUERY = 1 << 18,	     /* is a query of which the server keeps what it needs */
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
	const char *between; /* what is between name and signature in the key: NULL for "name(signature)", else " using " */
	const char *sql;     /* the word of DDL, "MATERIALIZED VIEW" */
	/* how COMMENT ON and GRANT ... ON call it, where that is not the word of DDL and its name: see diff/ddl/call.h */
	const char *subject, *target;
	/* how a script finds its row in .catalog by its name: a type of oids, "regclass", that it is cast to, or "name" */
	const char *found_by;
	const char *default_acl; /* the letter of acldefault() */
	size_t size;
	const struct attribute *attributes; /* ends in a row without name */
	enum change_way change;		    /* of the rows that tell none */
	bool fixed_name;		    /* no ALTER gives it another name: what has one is another object */
	const struct kind *const *parts;    /* NULL-terminated; NULL for none */
	enum part_shape shape;		    /* of a part kind */
	/* a part's list stands below one more key, the value of this text attribute of the parent: partition_by: range: */
	const char *under;
	const char *mark;	/* kinds of one key are told apart by this attribute or part key: "labels" */
	enum fragment name_is;	/* the name is a piece of SQL, not one identifier: casts, operators */
	const char *name_is_if; /* but only where this attribute of the object is "expression" */
	bool signed_name;	/* the key holds a signature: routines, operators */
	bool schema_key;	/* has a schema, stands below it */
	bool keeps_members;	/* what belongs to an extension is not left out */
	bool list;		/* its objects stand in one list at the top: - {attributes}; settle makes their names */
	bool name_is_role;	/* its objects have the name of the role that they are for */
	bool single;		/* there is one at most, which stands below the key alone */
	bool required;		/* a part: its parent cannot be made without one */
	bool part;
	enum optional optional;

	/* Reading: SELECT <oid>, <parent>, ... FROM <from> WHERE <where>; the texts are SQL. */
	const char *catalog; /* the class of its oids in pg_depend and pg_description: "pg_class" */
	const char *from, *where;
	bool costly; /* the server computes long for each row: a second connection, where there is one, reads the kind */
	const char *oid, *schema, *title, *signature, *owner, *privileges;
	const char *parent, *position; /* parts: the parent's oid, and its order; a column's address is parent and position */
	const char *parent_catalog;
	const char *index; /* constraints: the oid of the index behind it, whose comment is the row index_description */
	bool sub_object;   /* a part addressed as (parent, position): columns, composite attributes */
	int since, until;

	/*
	 * Privileges, in aclitem's letters: all that there are (NULL: the kind has none), and what PUBLIC has while nobody granted
	 * anything. The owner then has all, or nothing where no_owner_rights.
	 */
	const char *rights, *public_rights;
	bool no_owner_rights;
	/*
	 * For default privileges: whose rights these are (a kind that has the three members above and a name; NULL: the object is
	 * not complete), and who is the owner. NULL for all other kinds: see object_rights(), object_owner().
	 */
	const struct kind *(*rights_of)(const struct object *);
	const char *(*owner_of)(const struct object *);
	bool only_privileges; /* says nothing else: left out where privileges are */

	/*
	 * What is read besides attributes, for derive() alone: rows of a struct of that size, which is no part of the object. NULL:
	 * nothing.
	 */
	const struct attribute *scratch;
	size_t scratch_size;
	/*
	 * Adds the parts of this kind, where no query of their own reads them, from what was read of their parents: see
	 * lookup_scratch_of(). May be NULL.
	 */
	void (*derive)(struct snapshot *, const struct lookup *);
	/* Brings an object to its canonical form once it is complete, read or loaded: defaults that no row can say. May be NULL. */
	void (*settle)(struct snapshot *, struct object *);
	/* Runs over the whole snapshot when every kind is there. May be NULL. */
	void (*finish)(struct snapshot *);
	/* The same, later: when objects can be found by their names, which must stay. May be NULL. */
	void (*complete)(struct snapshot *);
	/* Finds what an object needs that neither rows nor texts tell: see catalog/depend_need.h. May be NULL. */
	void (*needs)(struct scan *);
	/* The access method whose operator classes the object's texts name; NULL, or NULL of it: any, or none. */
	const char *(*method)(const struct object *);
	/* Sequences: takes the column that an edge of deptype a or i leads to. */
	void (*take_owner)(struct object *, const struct object *column, bool internal);
	/*
	 * The comment that an object comes with, as far as it or the same object of another snapshot tells it: it is not described,
	 * and is no difference. May be NULL.
	 */
	const char *(*given_comment)(const struct object *, const struct object *beside);
	/*
	 * Whether an object says nothing that another one does not imply, so that the YAML leaves it out; finish makes it again.
	 * May be NULL.
	 */
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
/* The piece of SQL that a row's text, or each of its items, is within a statement; FRAGMENT_NONE for what is quoted. */
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
