# SPDX-License-Identifier: MIT
"""The streams: the path, the parameters and the messages of each. No other file here has a path of a stream."""

import collections

# kind: the kind of its messages (renderer() in stream.py); fields: the group of list parameters (parameters.py); lang:
# only Posts in this language
StreamKind = collections.namedtuple("StreamKind", "name path id partitions replay fields kind lang")

STREAMS = tuple(StreamKind(*row) for row in (
    ("filter", "/2/tweets/search/stream", "filtered_stream", 0, True, "P", "filtered", None),
    ("sample", "/2/tweets/sample/stream", "sample_stream", 0, False, "P", "post", None),
    ("sample10", "/2/tweets/sample10/stream", "sample10_stream", 2, True, "P", "post", None),
    ("firehose", "/2/tweets/firehose/stream", "firehose_stream", 20, True, "P", "post", None),
    ("firehose_en", "/2/tweets/firehose/stream/lang/en", "firehose_stream_lang_en", 8, True, "P", "post", "en"),
    ("firehose_ja", "/2/tweets/firehose/stream/lang/ja", "firehose_stream_lang_ja", 2, True, "P", "post", "ja"),
    ("firehose_ko", "/2/tweets/firehose/stream/lang/ko", "firehose_stream_lang_ko", 2, True, "P", "post", "ko"),
    ("firehose_pt", "/2/tweets/firehose/stream/lang/pt", "firehose_stream_lang_pt", 2, True, "P", "post", "pt"),
    ("likes_firehose", "/2/likes/firehose/stream", "likes_firehose_stream", 20, True, "L", "like", None),
    ("likes_sample10", "/2/likes/sample10/stream", "likes_sample10_stream", 2, True, "L", "like", None),
    ("tweets_compliance", "/2/tweets/compliance/stream", "tweets_compliance_stream", 4, True, "", "tweets_compliance",
     None),
    ("users_compliance", "/2/users/compliance/stream", "users_compliance_stream", 4, True, "", "users_compliance", None),
    ("likes_compliance", "/2/likes/compliance/stream", "likes_compliance_stream", 0, True, "", "likes_compliance", None),
    ("tweet_labels", "/2/tweets/label/stream", "tweet_label_stream", 0, True, "", "label", None),
    ("activity", "/2/activity/stream", None, 0, True, "", "activity", None),
    ("powerstream", "/2/powerstream", None, 0, True, "power", "powerstream", None)))

BY_PATH = {stream.path: stream for stream in STREAMS}
FILTER_RULES = "/2/tweets/search/stream/rules"
POWER_RULES = "/2/powerstream/rules"
CONNECTION_IDS = tuple(stream.id for stream in STREAMS if stream.id)
