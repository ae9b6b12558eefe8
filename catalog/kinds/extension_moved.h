/*
 * ALTER EXTENSION ... SET SCHEMA moves the extension's types, functions and operators: what names public.citext before names
 * extensions.citext afterwards, without a change of its own.
 */
#pragma once

struct snapshot;

/*
 * A copy of HAVE in which texts name the members of extensions by the schemas that these have in WANT; NULL when no extension
 * moves. A description does not list the members: names in the extension's schema that no object of HAVE has are taken to be
 * theirs, if WANT does not use them there too. The copy is freed with snapshot_free(); its objects live as long as the pool of
 * both.
 */
struct snapshot *snapshot_follow_extensions(const struct snapshot *have, const struct snapshot *want);
