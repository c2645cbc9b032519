package org.yamori.jobs.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;

/**
 * What Elasticsearch said about each document of a bulk, in their order.
 *
 * @param statuses HTTP status of each
 * @param reasons what was wrong with each, empty where nothing was
 */
record BulkReply(int[] statuses, String[] reasons) {
    /** Leaves out of the answer what is not read here. */
    static final String FILTER =
            "errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason";

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads an answer; one that is not about so many documents is an I/O error. */
    static BulkReply read(InputStream answer, int documents) throws IOException {
        BulkReply reply = new BulkReply(new int[documents], new String[documents]);
        int items = 0;
        try (JsonParser parser = JSON.createParser(answer)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "is no JSON object");
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("items") && token == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        require(items < documents, "is about more than the " + documents + " documents sent");
                        reply.readItem(parser, items++);
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        require(items == documents, "is about " + items + " of the " + documents + " documents sent");
        return reply;
    }

    /** An item is {@code {"index": {"status": …, "error": {…}}}}. */
    private void readItem(JsonParser parser, int item) throws IOException {
        reasons[item] = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "has an item that is no object");
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("status") && token == JsonToken.VALUE_NUMBER_INT) {
                    statuses[item] = parser.getIntValue();
                } else if (name.equals("error") && token == JsonToken.START_OBJECT) {
                    reasons[item] = readError(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        require(statuses[item] != 0, "has an item without a status");
    }

    private static String readError(JsonParser parser) throws IOException {
        String type = "";
        String reason = "";
        String cause = "";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && name.equals("caused_by")) {
                cause = readError(parser);
            } else if (token == JsonToken.VALUE_STRING && name.equals("type")) {
                type = parser.getText();
            } else if (token == JsonToken.VALUE_STRING && name.equals("reason")) {
                reason = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        String text = type.isEmpty() ? reason : type + ": " + reason;
        return cause.isEmpty() ? text : text + " (" + cause + ")";
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("the answer to a bulk " + otherwise);
        }
    }
}
