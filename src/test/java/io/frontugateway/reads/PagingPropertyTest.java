package io.frontugateway.reads;

import static io.frontugateway.reads.FakeFrontu.READER;
import static io.frontugateway.reads.FakeFrontu.json;
import static io.frontugateway.reads.FakeFrontu.query;
import static io.frontugateway.reads.FakeFrontu.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.catalogue.Operations.Paging;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Paging through a list gives every row once and in order, whatever Frontu's pages look like. */
class PagingPropertyTest {
    /** The ways in which a Frontu may answer. */
    enum Shape {
        /** Pages of any size, numbered; a short one may stand anywhere. */
        NUMBERED,
        /** The same with the number as text, after the rows. */
        NUMBERED_AS_TEXT,
        /** Pages of the size asked for, not numbered. */
        UNNUMBERED,
        /** Plain arrays of the size asked for. */
        ARRAYS,
        /** One plain array, whatever is asked for. */
        EVERYTHING
    }

    @Property(tries = 1000)
    void everyRow_comesOnceAndInOrder(
            @ForAll Shape shape,
            @ForAll Paging paging,
            @ForAll @IntRange(max = 40) int count,
            @ForAll @IntRange(min = 1, max = 12) int pageSize,
            @ForAll @IntRange(min = 1, max = 12) int frontusOwnSize,
            @ForAll @IntRange(min = 1, max = 45) int limit,
            @ForAll boolean onlyEven) {
        // Where no size is asked for, a full page has a hundred rows: as many are put in the place of each.
        int weight = paging == Paging.PAGE_AND_ITEMS ? 1 : 100;
        int rows = paging == Paging.PAGE_AND_ITEMS ? count : count * 13;
        int size = shape == Shape.NUMBERED || shape == Shape.NUMBERED_AS_TEXT
                ? frontusOwnSize
                : weight == 1 ? pageSize : weight;
        var frontu = FakeFrontu.answering(call -> {
            int page = Integer.parseInt(query(call).getOrDefault("page", "1"));
            return json(200, document(shape, page, size, rows));
        });
        var query = new ListQuery(TestResources.listed(paging), null, null, onlyEven ? true : null, Map.of());
        int step = weight == 1 ? limit : limit * 9;

        List<Integer> seen = new ArrayList<>();
        Position at = Position.start(pageSize);
        while (at != null) {
            var page = result(frontu.reads().list(READER, query, at, step));
            page.items().forEach(item -> seen.add(item.path("n").asInt()));
            at = page.next();
            assertThat(page.items()).hasSizeLessThanOrEqualTo(step);
            assertThat(at == null || page.items().size() == step).isTrue();
        }

        assertThat(seen)
                .isEqualTo(IntStream.range(0, rows)
                        .filter(n -> !onlyEven || n % 2 == 0)
                        .boxed()
                        .toList());
    }

    private static String document(Shape shape, int page, int size, int rows) {
        int from = Math.min(rows, (page - 1) * size);
        int to = Math.min(rows, page * size);
        int next = to < rows ? page + 1 : 0;
        return switch (shape) {
            case NUMBERED -> "{\"next_page\":%d,\"items\":%s}".formatted(next, rows(from, to));
            case NUMBERED_AS_TEXT -> "{\"items\":%s,\"next_page\":\"%d\"}".formatted(rows(from, to), next);
            case UNNUMBERED -> "{\"items\":%s}".formatted(rows(from, to));
            case ARRAYS -> rows(from, to);
            case EVERYTHING -> rows(0, rows);
        };
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> "{\"guid\":\"g%d\",\"n\":%d,\"archived\":%b}".formatted(n, n, n % 2 == 0))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
