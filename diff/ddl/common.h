/* What is said of every object, whatever its kind. */
#pragma once

#include "diff/say.h"

/*
 * Owner, comment and privileges of an object that was just made, or that is kept. Called for every kind after its create or alter.
 */
void common_create(struct say *);
void common_alter(struct say *);
