package org.yamori.kibana.check;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.elasticsearch.client.RestClient;

/**
 * Finds what is wrong with saved objects that Kibana would import without a word. All problems are told at once, each
 * in a sentence that names file, object and panel.
 */
public final class BoardCheck {
    private BoardCheck() {}

    /**
     * What was found.
     *
     * @param problems in sentences
     * @param figures what the panels that show one number show, by panel
     */
    public record Result(List<String> problems, Map<String, Double> figures) {}

    /** Versions, ids, references, the grid and the order of columns. */
    public static List<String> shape(String file, String ndjson) {
        ObjectFile objects = new ObjectFile(file, ndjson);
        new ShapeCheck(objects).run();
        return objects.problems();
    }

    /** The shape, every field, and every panel's search, on an Elasticsearch that holds documents of all kinds. */
    public static Result all(String file, String ndjson, RestClient client) throws IOException {
        ObjectFile objects = new ObjectFile(file, ndjson);
        new ShapeCheck(objects).run();
        DataCheck data = new DataCheck(objects, client);
        data.run();
        return new Result(objects.problems(), data.figures());
    }
}
