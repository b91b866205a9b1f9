/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  Lists of X's names that the compiler checks. Each name is a macro. A name that X does not know, a name that belongs
 *  to another list, a missing comma, and an empty list do not compile. The result is one string literal, and needs no
 *  more flash than the same text written by hand.
 *
 *      pipit_stream_t stream = {.tweet_fields = PIPIT_TWEET_FIELDS(created_at, author_id),
 *                               .expansions = PIPIT_EXPANSIONS(author_id, geo_place_id)};
 *
 *  In the names of expansions write '_' for X's '.': geo_place_id is sent as "geo.place_id". For a name that X has
 *  added later, append a text: PIPIT_TWEET_FIELDS(id, text) ",brand_new"; or write the whole list as a text. A name
 *  that is twice in a list compiles, but pipit_stream_start() refuses it. If your program defines a macro with the same
 *  name as a field (for example `text`), the list does not compile.
 *
 *  PIPIT_ALL_...: all names that an app's bearer token may ask for. Names marked (user context) are not among them:
 *  they need a user's own token; with an app's token X may answer 400 or send partial errors.
 *
 *  Source: the OpenAPI description of X API v2 (2.167). */
#ifndef PIPIT_FIELDS_H
#define PIPIT_FIELDS_H

/** Make a list for the member of pipit_stream_t with the same name, from 1 to 34 of the names below. PIPIT_LIKE_
 *  macros are for the streams of likes. The result is a string literal. */
#define PIPIT_EXPANSIONS(...) PIPIT_I_LIST(PIPIT_EXPANSION_, __VA_ARGS__)
#define PIPIT_LIKE_EXPANSIONS(...) PIPIT_I_LIST(PIPIT_LIKE_EXPANSION_, __VA_ARGS__)
#define PIPIT_MEDIA_FIELDS(...) PIPIT_I_LIST(PIPIT_MEDIA_FIELD_, __VA_ARGS__)
#define PIPIT_PLACE_FIELDS(...) PIPIT_I_LIST(PIPIT_PLACE_FIELD_, __VA_ARGS__)
#define PIPIT_POLL_FIELDS(...) PIPIT_I_LIST(PIPIT_POLL_FIELD_, __VA_ARGS__)
#define PIPIT_TWEET_FIELDS(...) PIPIT_I_LIST(PIPIT_TWEET_FIELD_, __VA_ARGS__)
#define PIPIT_USER_FIELDS(...) PIPIT_I_LIST(PIPIT_USER_FIELD_, __VA_ARGS__)
#define PIPIT_LIKE_FIELDS(...) PIPIT_I_LIST(PIPIT_LIKE_FIELD_, __VA_ARGS__)

/** Names for `expansions` of the streams of Posts. X then sends, in `includes`, the whole objects for ids in a Post. */
#define PIPIT_EXPANSION_article_cover_media "article.cover_media"
#define PIPIT_EXPANSION_article_media_entities "article.media_entities"
#define PIPIT_EXPANSION_attachments_media_keys "attachments.media_keys"
#define PIPIT_EXPANSION_attachments_media_source_tweet "attachments.media_source_tweet"
#define PIPIT_EXPANSION_attachments_poll_ids "attachments.poll_ids"
#define PIPIT_EXPANSION_author_id "author_id"
#define PIPIT_EXPANSION_edit_history_tweet_ids "edit_history_tweet_ids"
#define PIPIT_EXPANSION_entities_mentions_username "entities.mentions.username"
#define PIPIT_EXPANSION_entities_note_mentions_username "entities.note.mentions.username"
#define PIPIT_EXPANSION_geo_place_id "geo.place_id"
#define PIPIT_EXPANSION_in_reply_to_user_id "in_reply_to_user_id"
#define PIPIT_EXPANSION_referenced_tweets_id "referenced_tweets.id"
#define PIPIT_EXPANSION_referenced_tweets_id_attachments_media_keys "referenced_tweets.id.attachments.media_keys"
#define PIPIT_EXPANSION_referenced_tweets_id_author_id "referenced_tweets.id.author_id"
#define PIPIT_ALL_EXPANSIONS                                                                                           \
    PIPIT_EXPANSIONS(article_cover_media, article_media_entities, attachments_media_keys,                              \
                     attachments_media_source_tweet, attachments_poll_ids, author_id, edit_history_tweet_ids,          \
                     entities_mentions_username, entities_note_mentions_username, geo_place_id, in_reply_to_user_id,   \
                     referenced_tweets_id, referenced_tweets_id_attachments_media_keys,                                \
                     referenced_tweets_id_author_id)

/** Names for `expansions` of the streams of likes. */
#define PIPIT_LIKE_EXPANSION_attachments_media_keys "attachments.media_keys"
#define PIPIT_LIKE_EXPANSION_liked_tweet_author_id "liked_tweet_author_id"
#define PIPIT_LIKE_EXPANSION_liked_tweet_id "liked_tweet_id"
#define PIPIT_ALL_LIKE_EXPANSIONS PIPIT_LIKE_EXPANSIONS(attachments_media_keys, liked_tweet_author_id, liked_tweet_id)

/** Names for media.fields. */
#define PIPIT_MEDIA_FIELD_alt_text "alt_text"
#define PIPIT_MEDIA_FIELD_duration_ms "duration_ms"
#define PIPIT_MEDIA_FIELD_height "height"
#define PIPIT_MEDIA_FIELD_media_key "media_key"
#define PIPIT_MEDIA_FIELD_non_public_metrics "non_public_metrics" /**< (user context) */
#define PIPIT_MEDIA_FIELD_organic_metrics "organic_metrics"       /**< (user context) */
#define PIPIT_MEDIA_FIELD_preview_image_url "preview_image_url"
#define PIPIT_MEDIA_FIELD_promoted_metrics "promoted_metrics" /**< (user context) */
#define PIPIT_MEDIA_FIELD_public_metrics "public_metrics"
#define PIPIT_MEDIA_FIELD_type "type"
#define PIPIT_MEDIA_FIELD_url "url"
#define PIPIT_MEDIA_FIELD_variants "variants"
#define PIPIT_MEDIA_FIELD_width "width"
#define PIPIT_ALL_MEDIA_FIELDS                                                                                         \
    PIPIT_MEDIA_FIELDS(alt_text, duration_ms, height, media_key, preview_image_url, public_metrics, type, url,         \
                       variants, width)

/** Names for place.fields. */
#define PIPIT_PLACE_FIELD_contained_within "contained_within"
#define PIPIT_PLACE_FIELD_country "country"
#define PIPIT_PLACE_FIELD_country_code "country_code"
#define PIPIT_PLACE_FIELD_full_name "full_name"
#define PIPIT_PLACE_FIELD_geo "geo"
#define PIPIT_PLACE_FIELD_id "id"
#define PIPIT_PLACE_FIELD_name "name"
#define PIPIT_PLACE_FIELD_place_type "place_type"
#define PIPIT_ALL_PLACE_FIELDS                                                                                         \
    PIPIT_PLACE_FIELDS(contained_within, country, country_code, full_name, geo, id, name, place_type)

/** Names for poll.fields. */
#define PIPIT_POLL_FIELD_duration_minutes "duration_minutes"
#define PIPIT_POLL_FIELD_end_datetime "end_datetime"
#define PIPIT_POLL_FIELD_id "id"
#define PIPIT_POLL_FIELD_options "options"
#define PIPIT_POLL_FIELD_voting_status "voting_status"
#define PIPIT_ALL_POLL_FIELDS PIPIT_POLL_FIELDS(duration_minutes, end_datetime, id, options, voting_status)

/** Names for tweet.fields. */
#define PIPIT_TWEET_FIELD_article "article"
#define PIPIT_TWEET_FIELD_attachments "attachments"
#define PIPIT_TWEET_FIELD_author_id "author_id"
#define PIPIT_TWEET_FIELD_card_uri "card_uri"
#define PIPIT_TWEET_FIELD_community_id "community_id"
#define PIPIT_TWEET_FIELD_context_annotations "context_annotations"
#define PIPIT_TWEET_FIELD_conversation_id "conversation_id"
#define PIPIT_TWEET_FIELD_created_at "created_at"
#define PIPIT_TWEET_FIELD_display_text_range "display_text_range"
#define PIPIT_TWEET_FIELD_edit_controls "edit_controls"
#define PIPIT_TWEET_FIELD_edit_history_tweet_ids "edit_history_tweet_ids"
#define PIPIT_TWEET_FIELD_entities "entities"
#define PIPIT_TWEET_FIELD_geo "geo"
#define PIPIT_TWEET_FIELD_id "id"
#define PIPIT_TWEET_FIELD_in_reply_to_user_id "in_reply_to_user_id"
#define PIPIT_TWEET_FIELD_lang "lang"
#define PIPIT_TWEET_FIELD_matched_media_notes "matched_media_notes"
#define PIPIT_TWEET_FIELD_media_metadata "media_metadata"
#define PIPIT_TWEET_FIELD_non_public_metrics "non_public_metrics" /**< (user context) */
#define PIPIT_TWEET_FIELD_note_request_suggestions "note_request_suggestions"
#define PIPIT_TWEET_FIELD_note_tweet "note_tweet"
#define PIPIT_TWEET_FIELD_organic_metrics "organic_metrics" /**< (user context) */
#define PIPIT_TWEET_FIELD_paid_partnership "paid_partnership"
#define PIPIT_TWEET_FIELD_possibly_sensitive "possibly_sensitive"
#define PIPIT_TWEET_FIELD_promoted_metrics "promoted_metrics" /**< (user context) */
#define PIPIT_TWEET_FIELD_public_metrics "public_metrics"
#define PIPIT_TWEET_FIELD_referenced_tweets "referenced_tweets"
#define PIPIT_TWEET_FIELD_reply_settings "reply_settings"
#define PIPIT_TWEET_FIELD_scopes "scopes"
#define PIPIT_TWEET_FIELD_source "source"
#define PIPIT_TWEET_FIELD_suggested_source_links "suggested_source_links"
#define PIPIT_TWEET_FIELD_suggested_source_links_with_counts "suggested_source_links_with_counts"
#define PIPIT_TWEET_FIELD_text "text"
#define PIPIT_TWEET_FIELD_withheld "withheld"
#define PIPIT_ALL_TWEET_FIELDS                                                                                         \
    PIPIT_TWEET_FIELDS(article, attachments, author_id, card_uri, community_id, context_annotations, conversation_id,  \
                       created_at, display_text_range, edit_controls, edit_history_tweet_ids, entities, geo, id,       \
                       in_reply_to_user_id, lang, matched_media_notes, media_metadata, note_request_suggestions,       \
                       note_tweet, paid_partnership, possibly_sensitive, public_metrics, referenced_tweets,            \
                       reply_settings, scopes, source, suggested_source_links, suggested_source_links_with_counts,     \
                       text, withheld)

/** Names for user.fields. */
#define PIPIT_USER_FIELD_affiliation "affiliation"
#define PIPIT_USER_FIELD_confirmed_email "confirmed_email"     /**< (user context) */
#define PIPIT_USER_FIELD_connection_status "connection_status" /**< (user context) */
#define PIPIT_USER_FIELD_created_at "created_at"
#define PIPIT_USER_FIELD_description "description"
#define PIPIT_USER_FIELD_entities "entities"
#define PIPIT_USER_FIELD_id "id"
#define PIPIT_USER_FIELD_is_identity_verified "is_identity_verified"
#define PIPIT_USER_FIELD_location "location"
#define PIPIT_USER_FIELD_most_recent_tweet_id "most_recent_tweet_id"
#define PIPIT_USER_FIELD_name "name"
#define PIPIT_USER_FIELD_parody "parody"
#define PIPIT_USER_FIELD_pinned_tweet_id "pinned_tweet_id"
#define PIPIT_USER_FIELD_profile_banner_url "profile_banner_url"
#define PIPIT_USER_FIELD_profile_image_url "profile_image_url"
#define PIPIT_USER_FIELD_protected "protected"
#define PIPIT_USER_FIELD_public_metrics "public_metrics"
#define PIPIT_USER_FIELD_receives_your_dm "receives_your_dm" /**< (user context) */
#define PIPIT_USER_FIELD_subscription "subscription"
#define PIPIT_USER_FIELD_subscription_type "subscription_type"
#define PIPIT_USER_FIELD_url "url"
#define PIPIT_USER_FIELD_username "username"
#define PIPIT_USER_FIELD_verified "verified"
#define PIPIT_USER_FIELD_verified_followers_count "verified_followers_count"
#define PIPIT_USER_FIELD_verified_type "verified_type"
#define PIPIT_USER_FIELD_withheld "withheld"
#define PIPIT_ALL_USER_FIELDS                                                                                          \
    PIPIT_USER_FIELDS(affiliation, created_at, description, entities, id, is_identity_verified, location,              \
                      most_recent_tweet_id, name, parody, pinned_tweet_id, profile_banner_url, profile_image_url,      \
                      protected, public_metrics, subscription, subscription_type, url, username, verified,             \
                      verified_followers_count, verified_type, withheld)

/** Names for like_with_tweet_author.fields. */
#define PIPIT_LIKE_FIELD_attachments_media_keys "attachments_media_keys"
#define PIPIT_LIKE_FIELD_created_at "created_at"
#define PIPIT_LIKE_FIELD_id "id"
#define PIPIT_LIKE_FIELD_liked_tweet_author_id "liked_tweet_author_id"
#define PIPIT_LIKE_FIELD_liked_tweet_id "liked_tweet_id"
#define PIPIT_LIKE_FIELD_timestamp_ms "timestamp_ms"
#define PIPIT_ALL_LIKE_FIELDS                                                                                          \
    PIPIT_LIKE_FIELDS(attachments_media_keys, created_at, id, liked_tweet_author_id, liked_tweet_id, timestamp_ms)

/* Private. PIPIT_I_LIST_COUNT counts the names. The number selects one of the macros PIPIT_I_LIST_1 .. _34. Each of
 * them writes its first name and gives the rest to the macro with the next smaller number, because the preprocessor of
 * C99 has no loops. */
#define PIPIT_I_LIST(prefix, ...)                                                                                      \
    PIPIT_I_LIST_CHOSEN(PIPIT_I_LIST_COUNT(__VA_ARGS__, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20,    \
                                           19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),      \
                        prefix, __VA_ARGS__)
#define PIPIT_I_LIST_COUNT(x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15, x16, x17, x18, x19, x20,  \
                           x21, x22, x23, x24, x25, x26, x27, x28, x29, x30, x31, x32, x33, x34, n, ...)               \
    n
#define PIPIT_I_LIST_CHOSEN(n, prefix, ...) PIPIT_I_LIST_PASTED(n, prefix, __VA_ARGS__)
#define PIPIT_I_LIST_PASTED(n, prefix, ...) PIPIT_I_LIST_##n(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_1(prefix, name) prefix##name
#define PIPIT_I_LIST_2(prefix, name, ...) prefix##name "," PIPIT_I_LIST_1(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_3(prefix, name, ...) prefix##name "," PIPIT_I_LIST_2(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_4(prefix, name, ...) prefix##name "," PIPIT_I_LIST_3(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_5(prefix, name, ...) prefix##name "," PIPIT_I_LIST_4(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_6(prefix, name, ...) prefix##name "," PIPIT_I_LIST_5(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_7(prefix, name, ...) prefix##name "," PIPIT_I_LIST_6(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_8(prefix, name, ...) prefix##name "," PIPIT_I_LIST_7(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_9(prefix, name, ...) prefix##name "," PIPIT_I_LIST_8(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_10(prefix, name, ...) prefix##name "," PIPIT_I_LIST_9(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_11(prefix, name, ...) prefix##name "," PIPIT_I_LIST_10(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_12(prefix, name, ...) prefix##name "," PIPIT_I_LIST_11(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_13(prefix, name, ...) prefix##name "," PIPIT_I_LIST_12(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_14(prefix, name, ...) prefix##name "," PIPIT_I_LIST_13(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_15(prefix, name, ...) prefix##name "," PIPIT_I_LIST_14(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_16(prefix, name, ...) prefix##name "," PIPIT_I_LIST_15(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_17(prefix, name, ...) prefix##name "," PIPIT_I_LIST_16(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_18(prefix, name, ...) prefix##name "," PIPIT_I_LIST_17(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_19(prefix, name, ...) prefix##name "," PIPIT_I_LIST_18(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_20(prefix, name, ...) prefix##name "," PIPIT_I_LIST_19(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_21(prefix, name, ...) prefix##name "," PIPIT_I_LIST_20(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_22(prefix, name, ...) prefix##name "," PIPIT_I_LIST_21(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_23(prefix, name, ...) prefix##name "," PIPIT_I_LIST_22(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_24(prefix, name, ...) prefix##name "," PIPIT_I_LIST_23(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_25(prefix, name, ...) prefix##name "," PIPIT_I_LIST_24(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_26(prefix, name, ...) prefix##name "," PIPIT_I_LIST_25(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_27(prefix, name, ...) prefix##name "," PIPIT_I_LIST_26(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_28(prefix, name, ...) prefix##name "," PIPIT_I_LIST_27(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_29(prefix, name, ...) prefix##name "," PIPIT_I_LIST_28(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_30(prefix, name, ...) prefix##name "," PIPIT_I_LIST_29(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_31(prefix, name, ...) prefix##name "," PIPIT_I_LIST_30(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_32(prefix, name, ...) prefix##name "," PIPIT_I_LIST_31(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_33(prefix, name, ...) prefix##name "," PIPIT_I_LIST_32(prefix, __VA_ARGS__)
#define PIPIT_I_LIST_34(prefix, name, ...) prefix##name "," PIPIT_I_LIST_33(prefix, __VA_ARGS__)

#endif
