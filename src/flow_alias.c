/* SPDX-License-Identifier: Apache-2.0
 *
 * Names that a desk taught: kept in the store, in the engine of whoever opens it.
 */
#include "flow_alias.h"

#include "base/err.h"
#include "base/limits.h"

#define STAGE "alias"

/* A kh_known_kind, or -1 for a name of none. */
static int kind_of(struct kh_str name)
{
    for (int kind = KH_KNOWN_PERSON; kind <= KH_KNOWN_ORGANISATION; kind++)
        if (kh_str_eq(name, kh_str_of(kh_known_kind_name((enum kh_known_kind)kind)))) return kind;
    return -1;
}

enum khabar_status kh_flow_load_aliases(struct kh_flow *flow, struct khabar_error *err)
{
    struct kh_taught *all;
    uint32_t n;
    flow->engine.aliases = NULL;
    kh_arena_clear(&flow->taught);
    kh_arena_init(&flow->taught, KH_MAX_ARENA_BYTES);
    enum khabar_status status =
        flow->store->ops->aliases(flow->store, &flow->taught, &all, &n, err);
    if (status != KHABAR_OK || !n) return status;
    kh_aliases_init(&flow->aliases, &flow->taught);
    for (uint32_t i = 0; i < n; i++)
        if (!kh_aliases_add(&flow->aliases, flow->engine.lexicon, all[i].written, all[i].target,
                            kind_of(all[i].kind)))
            return kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    flow->engine.aliases = &flow->aliases;
    return KHABAR_OK;
}

/* Within the transaction: no alias stands for an alias. */
static enum khabar_status teach(struct kh_flow *flow, struct kh_arena *arena,
                                struct kh_taught taught, struct khabar_error *err)
{
    const struct kh_store_ops *ops = flow->store->ops;
    struct kh_taught *all;
    uint32_t n;
    struct kh_str written = kh_alias_fold(arena, taught.written);
    struct kh_str target = kh_alias_fold(arena, taught.target);
    if (!taught.target.n) return ops->drop_alias(flow->store, written, err);
    if (!written.n || !target.n)
        return kh_error(err, STAGE, KHABAR_USAGE, "a name is empty or too long");
    enum khabar_status status = ops->aliases(flow->store, arena, &all, &n, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < n; i++) {
        if (!kh_str_eq(kh_alias_fold(arena, all[i].written), target)) continue;
        taught.target = all[i].target;
        target = kh_alias_fold(arena, taught.target);
    }
    if (status == KHABAR_OK && kh_str_eq(written, target))
        return kh_error(err, STAGE, KHABAR_USAGE, "both are the same name");
    if (status == KHABAR_OK) status = ops->set_alias(flow->store, written, &taught, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < n; i++) {
        if (!kh_str_eq(kh_alias_fold(arena, all[i].target), written)) continue;
        all[i].target = taught.target;
        all[i].kind = taught.kind;
        status = ops->set_alias(flow->store, kh_alias_fold(arena, all[i].written), &all[i], err);
    }
    return status;
}

enum khabar_status kh_flow_teach(struct kh_flow *flow, struct kh_arena *arena,
                                 struct kh_taught taught, struct khabar_error *err)
{
    const struct kh_store_ops *ops = flow->store->ops;
    enum khabar_status status = ops->begin(flow->store, err);
    if (status == KHABAR_OK) status = teach(flow, arena, taught, err);
    if (status == KHABAR_OK) status = ops->commit(flow->store, err);
    if (status != KHABAR_OK) {
        ops->rollback(flow->store);
        return status;
    }
    return kh_flow_load_aliases(flow, err);
}
