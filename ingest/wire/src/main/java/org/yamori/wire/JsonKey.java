package org.yamori.wire;

/**
 * One key of a record's JSON: what its reader allows and its page says.
 *
 * @param name as it stands in the JSON
 * @param type what its value is, in words
 * @param required whether a record without it is refused
 * @param meaning one sentence
 */
record JsonKey(String name, String type, boolean required, String meaning) {
    static JsonKey required(String name, String type, String meaning) {
        return new JsonKey(name, type, true, meaning);
    }

    static JsonKey optional(String name, String type, String meaning) {
        return new JsonKey(name, type, false, meaning);
    }
}
