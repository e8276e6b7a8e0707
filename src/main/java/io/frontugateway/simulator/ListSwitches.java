package io.frontugateway.simulator;

import io.frontugateway.simulator.Members.BadSetting;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * How lists behave.
 *
 * @param inclusiveVersion {@code version} compares with ≥ instead of &gt;
 * @param plainArrays a list is a bare array, without the envelope
 * @param ignorePaging {@code page} and {@code items} are ignored: the first page is everything, and so is each other
 * @param largestPage most rows of one page, whatever {@code items} asks; 0 for no bound
 * @param nextPage what the envelope says about the following page
 * @param lastPageNull the last page says null instead of 0
 * @param byVersion rows are ordered by version, then by age, instead of by age only
 * @param hideArchived lists leave archived rows out
 * @param listDelayMs milliseconds after which lists show a write; single reads show it at once
 */
record ListSwitches(
        boolean inclusiveVersion,
        boolean plainArrays,
        boolean ignorePaging,
        int largestPage,
        NextPage nextPage,
        boolean lastPageNull,
        boolean byVersion,
        boolean hideArchived,
        long listDelayMs) {
    static final ListSwitches DEFAULT =
            new ListSwitches(false, false, false, 0, NextPage.NORMAL, false, false, false, 0);

    /** NORMAL, a number that always grows, or one that points to the page before. */
    enum NextPage {
        NORMAL,
        ENDLESS,
        BACKWARDS;

        String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ListSwitches read(Members members, ListSwitches otherwise) throws BadSetting {
        return new ListSwitches(
                members.flag("inclusiveVersion", otherwise.inclusiveVersion),
                members.flag("plainArrays", otherwise.plainArrays),
                members.flag("ignorePaging", otherwise.ignorePaging),
                (int) members.number("largestPage", otherwise.largestPage, 0, 1_000_000),
                members.choice("nextPage", List.of(NextPage.values()), NextPage::spelling, otherwise.nextPage),
                "null"
                        .equals(members.choice(
                                "lastPage", List.of("zero", "null"), s -> s, otherwise.lastPageNull ? "null" : "zero")),
                "version"
                        .equals(members.choice(
                                "order",
                                List.of("insertion", "version"),
                                s -> s,
                                otherwise.byVersion ? "version" : "insertion")),
                members.flag("hideArchived", otherwise.hideArchived),
                members.number("listDelayMs", otherwise.listDelayMs, 0, 3_600_000));
    }

    void describe(JsonObject into) {
        into.put("inclusiveVersion", inclusiveVersion)
                .put("plainArrays", plainArrays)
                .put("ignorePaging", ignorePaging)
                .put("largestPage", largestPage)
                .put("nextPage", nextPage.spelling())
                .put("lastPage", lastPageNull ? "null" : "zero")
                .put("order", byVersion ? "version" : "insertion")
                .put("hideArchived", hideArchived)
                .put("listDelayMs", listDelayMs);
    }
}
