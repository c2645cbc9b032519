package org.yamori.kibana.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Indices under a name, as Kibana reads them.
 *
 * @param id how panels and controls name it
 * @param name what people read
 * @param indices pattern of index names
 * @param formats how numbers are written, by field
 * @param links where a value leads, by field: an address within Kibana in which <code>{{value}}</code> is the value
 */
record DataView(String id, String name, String indices, Map<String, String> formats, Map<String, String> links) {
    DataView {
        formats = Collections.unmodifiableMap(new LinkedHashMap<>(formats));
        links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
    }
}
