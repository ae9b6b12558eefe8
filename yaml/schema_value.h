/* Values in a JSON Schema: texts, numbers, words, lists. */
#pragma once

#include "yaml/schema_inside.h"

/* "key": "text". */
struct node *schema_put(struct arena *, struct node *map, const char *key, const char *text);
/* {"type": [...]}; names ends in NULL. */
struct node *schema_types(struct arena *, const char *const *names);
/* Any scalar. */
struct node *schema_text(struct arena *);
struct node *schema_list(struct arena *, struct node *item);
/* A map with arbitrary names as keys. */
struct node *schema_names(struct arena *, struct node *value);
/* {"anyOf": [a, b]} */
struct node *schema_either(struct arena *, struct node *a, struct node *b);
/* {"enum": [...]}: the row's words; "index *" is a pattern. */
struct node *schema_words(struct arena *, const struct attribute *);
/* The values of the row: see yaml/allowed.c. */
struct node *schema_value(struct arena *, const struct attribute *);
/* Adds a word to a list of values, and also the value that YAML reads from it without quotes. */
void schema_add_word(struct arena *, struct node *list, const char *word);
