package io.frontugateway.reads;

import static io.frontugateway.reads.FakeFrontu.READER;
import static io.frontugateway.reads.FakeFrontu.result;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lists that change while they are read. */
class MovingRowsTest {
    private static final ListQuery TASKS = ListQuery.all(TestResources.TASKS);

    @Test
    void rowThatMovesToALaterPage_isAnsweredOnceInItsNewerState() {
        var frontu = FakeFrontu.pages(page -> page == 1 ? """
                  {"next_page":2,"items":[{"guid":"a","version":1},{"guid":"b","version":2},{"guid":"c","version":3}]}""" : """
                  {"next_page":0,"items":[{"guid":"d","version":4},{"guid":"a","version":9}]}""");

        var page = result(frontu.reads().list(READER, TASKS, Position.start(3), 10));

        assertThat(page.items()).extracting(row -> row.path("guid").asText()).containsExactly("a", "b", "c", "d");
        assertThat(page.items().get(0).path("version").asLong()).isEqualTo(9);
    }

    @Test
    void walk_keepsWhatTheQueryLeavesOut_andTellsThatRowsMoved() {
        var frontu = FakeFrontu.pages(page -> page == 1 ? """
                  {"next_page":2,"items":[{"guid":"a","version":5,"archived":true},{"guid":"b","version":2}]}""" : """
                  {"next_page":0,"items":[{"guid":"b","version":2},{"guid":"c","version":4}]}""");
        var live = new ListQuery(TestResources.TASKS, null, null, false, java.util.Map.of());

        var walked = result(frontu.reads().walk(READER, live, Position.start(3), 2));

        assertThat(walked.rows()).extracting(row -> row.path("guid").asText()).containsExactly("a", "b", "c");
        assertThat(walked.next()).isNull();
        assertThat(walked.moved()).isTrue();
        assertThat(walked.pages()).isEqualTo(2);
        assertThat(walked.stride()).isEqualTo(2);
    }
}
