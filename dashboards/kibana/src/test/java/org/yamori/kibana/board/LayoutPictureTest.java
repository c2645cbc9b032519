package org.yamori.kibana.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where panels stand, drawn from the saved objects: a plan and no screenshot. */
class LayoutPictureTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("..", "..", "docs", "images");
    private static final int COLUMN = 20;
    private static final int ROW = 8;
    private static final int HEADING = 30;
    private static final int GAP = 2;

    /** {@code -Dyamori.docs.write=true} draws it anew. */
    @Test
    void thePicture_isWhereThePanelsAre() throws IOException {
        for (String line : new Boards("yamori").ndjson().split("\n", 0)) {
            JsonNode saved = JSON.readTree(line);
            if (saved.get("type").asText().equals("dashboard")) {
                Path file = FOLDER.resolve(saved.get("id").asText() + "-layout.svg");
                if (Boolean.getBoolean("yamori.docs.write")) {
                    Files.createDirectories(FOLDER);
                    Files.writeString(file, picture(saved));
                }
                assertThat(file)
                        .as("write it anew with -Dyamori.docs.write=true")
                        .hasContent(picture(saved));
            }
        }
    }

    private static String picture(JsonNode dashboard) throws IOException {
        JsonNode panels = JSON.readTree(dashboard.at("/attributes/panelsJSON").asText());
        int rows = 0;
        StringBuilder drawing = new StringBuilder();
        for (JsonNode panel : panels) {
            JsonNode place = panel.get("gridData");
            rows = Math.max(rows, place.get("y").asInt() + place.get("h").asInt());
            draw(drawing, panel, place);
        }
        int width = 48 * COLUMN;
        int height = HEADING + rows * ROW;
        String title =
                "Layout of the board " + dashboard.at("/attributes/title").asText();
        return String.format(Locale.ROOT, """
                        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                        <title>%s</title>
                        <rect width="100%%" height="100%%" fill="#eef1f5"/>
                        <text x="8" y="20" font-size="15" fill="#1d2a3e">%s</text>
                        """, width, height, title, title) + drawing + "</svg>\n";
    }

    private static void draw(StringBuilder drawing, JsonNode panel, JsonNode place) {
        int x = place.get("x").asInt() * COLUMN + GAP;
        int y = HEADING + place.get("y").asInt() * ROW + GAP;
        int w = place.get("w").asInt() * COLUMN - 2 * GAP;
        int h = place.get("h").asInt() * ROW - 2 * GAP;
        String title = panel.get("title").asText();
        String form = panel.at("/embeddableConfig/attributes/visualizationType")
                .asText(panel.get("type").asText())
                .replace("lns", "");
        drawing.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"#fff\" stroke=\"#b8c2d0\"/>%n",
                x,
                y,
                w,
                h));
        drawing.append(text(x, y + 15, "#1d2a3e", title.isEmpty() ? "Navigation" : title));
        drawing.append(text(x, y + 29, "#7a8798", form.toLowerCase(Locale.ROOT)));
    }

    private static String text(int x, int y, String colour, String words) {
        return String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n", x + 6, y, colour, words);
    }
}
