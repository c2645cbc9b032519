package org.yamori.kibana.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A query in Kibana's language, of which boards use: and, or, not, brackets, fields with values, ranges. */
final class Kql {
    private static final Pattern TOKEN = Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[():]|[<>]=?|[^\\s():<>\"]+)");

    private final Node root;
    private final List<Comparison> comparisons;

    private Kql(Node root, List<Comparison> comparisons) {
        this.root = root;
        this.comparisons = List.copyOf(comparisons);
    }

    /** A field and what it is compared with. */
    record Comparison(String field, String operator, String value, boolean quoted) {
        private boolean isExact() {
            return operator.equals(":") && (quoted || !value.contains("*"));
        }
    }

    private interface Node {
        ObjectNode query();

        /** Fields that have one value in every document that fulfils it. */
        default Map<String, String> pinned() {
            return Map.of();
        }
    }

    /** An empty text fulfils everything. */
    static Kql parse(String text) {
        Parser parser = new Parser(text);
        return new Kql(parser.parse(), parser.comparisons);
    }

    List<Comparison> comparisons() {
        return comparisons;
    }

    Map<String, String> pinned() {
        return root.pinned();
    }

    /** What Kibana asks of Elasticsearch. */
    ObjectNode query() {
        return root.query();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode bool(String clause, List<Node> parts) {
        ObjectNode query = object();
        ObjectNode bool = query.putObject("bool");
        ArrayNode clauses = bool.putArray(clause);
        parts.forEach(part -> clauses.add(part.query()));
        if (clause.equals("should")) {
            bool.put("minimum_should_match", 1);
        }
        return query;
    }

    private record Everything() implements Node {
        @Override
        public ObjectNode query() {
            ObjectNode query = object();
            query.putObject("match_all");
            return query;
        }
    }

    private record All(List<Node> parts) implements Node {
        @Override
        public ObjectNode query() {
            return bool("filter", parts);
        }

        @Override
        public Map<String, String> pinned() {
            Map<String, String> pinned = new HashMap<>();
            parts.forEach(part -> pinned.putAll(part.pinned()));
            return pinned;
        }
    }

    private record Any(List<Node> parts) implements Node {
        @Override
        public ObjectNode query() {
            return bool("should", parts);
        }
    }

    private record None(Node part) implements Node {
        @Override
        public ObjectNode query() {
            return bool("must_not", List.of(part));
        }
    }

    private record One(Comparison comparison) implements Node {
        @Override
        public ObjectNode query() {
            ObjectNode query = object();
            String field = comparison.field;
            if (comparison.isExact()) {
                query.putObject(comparison.quoted ? "match_phrase" : "match").put(field, comparison.value);
            } else if (comparison.value.equals("*")) {
                query.putObject("exists").put("field", field);
            } else if (comparison.operator.equals(":")) {
                query.putObject("wildcard").put(field, comparison.value);
            } else {
                query.putObject("range").putObject(field).put(rangeWord(comparison.operator), comparison.value);
            }
            return query;
        }

        private static String rangeWord(String operator) {
            return switch (operator) {
                case "<" -> "lt";
                case "<=" -> "lte";
                case ">" -> "gt";
                default -> "gte";
            };
        }

        @Override
        public Map<String, String> pinned() {
            return comparison.isExact() ? Map.of(comparison.field, comparison.value) : Map.of();
        }
    }

    /** Goes down from "or" to "and" to "not" to a comparison. */
    private static final class Parser {
        private final String text;
        private final List<String> tokens = new ArrayList<>();
        private final List<Comparison> comparisons = new ArrayList<>();
        private int at;

        Parser(String text) {
            this.text = text;
            Matcher matcher = TOKEN.matcher(text.strip());
            int end = 0;
            while (end < text.strip().length()) {
                if (!matcher.find(end) || matcher.start() != end) {
                    throw new IllegalArgumentException("cannot read the query " + text);
                }
                tokens.add(matcher.group(1));
                end = matcher.end();
            }
        }

        Node parse() {
            if (tokens.isEmpty()) {
                return new Everything();
            }
            Node node = any("");
            if (at < tokens.size()) {
                throw unexpected();
            }
            return node;
        }

        /** Inside of a field's brackets values stand without their field. */
        private Node any(String field) {
            List<Node> parts = new ArrayList<>(List.of(all(field)));
            while (takes("or")) {
                parts.add(all(field));
            }
            return parts.size() == 1 ? parts.get(0) : new Any(parts);
        }

        private Node all(String field) {
            List<Node> parts = new ArrayList<>(List.of(not(field)));
            while (takes("and")) {
                parts.add(not(field));
            }
            return parts.size() == 1 ? parts.get(0) : new All(parts);
        }

        private Node not(String field) {
            if (takes("not")) {
                return new None(not(field));
            }
            if (takes("(")) {
                Node inner = any(field);
                require(")");
                return inner;
            }
            return field.isEmpty() ? comparison() : value(field, ":");
        }

        private Node comparison() {
            String field = next();
            if (!field.matches("[A-Za-z@_][A-Za-z0-9_.@-]*")) {
                at--;
                throw unexpected();
            }
            String operator = at < tokens.size() ? next() : "";
            if (!operator.matches(":|[<>]=?")) {
                throw new IllegalArgumentException("'" + field + "' in the query " + text
                        + " names no field, so Kibana would look for it in all of them");
            }
            if (operator.equals(":") && takes("(")) {
                Node inner = any(field);
                require(")");
                return inner;
            }
            return value(field, operator);
        }

        private Node value(String field, String operator) {
            String value = next();
            if (value.matches("[():]|[<>]=?")) {
                at--;
                throw unexpected();
            }
            boolean quoted = value.startsWith("\"");
            Comparison comparison = new Comparison(
                    field,
                    operator,
                    quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value,
                    quoted);
            comparisons.add(comparison);
            return new One(comparison);
        }

        private boolean takes(String word) {
            boolean is = at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
            at += is ? 1 : 0;
            return is;
        }

        private void require(String word) {
            if (!takes(word)) {
                throw unexpected();
            }
        }

        private String next() {
            if (at == tokens.size()) {
                throw unexpected();
            }
            return tokens.get(at++);
        }

        private IllegalArgumentException unexpected() {
            return new IllegalArgumentException((at < tokens.size() ? "'" + tokens.get(at) + "'" : "the end")
                    + " is not expected in the query " + text);
        }
    }
}
