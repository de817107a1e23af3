package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.promql.parser.Grouping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The groups that an aggregation divides its input series into. */
final class Groups {
  private final SeriesLabels labels;
  private final List<int[]> members;

  private Groups(SeriesLabels labels, List<int[]> members) {
    this.labels = labels;
    this.members = members;
  }

  static Groups of(SeriesLabels inputs, Grouping grouping) {
    Map<Labels, Integer> places = new HashMap<>();
    List<Labels> keys = new ArrayList<>();
    List<int[]> members = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Labels key = key(inputs.get(i), grouping);
      Integer place = places.putIfAbsent(key, keys.size());
      if (place == null) {
        keys.add(key);
        members.add(new int[] {i});
        counts.add(1);
      } else {
        members.set(place, with(members.get(place), counts.get(place), i));
        counts.set(place, counts.get(place) + 1);
      }
    }
    SeriesLabels labels = inputs.derive(keys.size());
    for (int group = 0; group < keys.size(); group++) {
      int[] trimmed = Arrays.copyOf(members.get(group), counts.get(group));
      members.set(group, trimmed);
      labels.add(keys.get(group), anyNameless(inputs, trimmed));
    }
    return new Groups(labels, members);
  }

  private static int[] with(int[] list, int count, int added) {
    int[] grown = count < list.length ? list : Arrays.copyOf(list, 2 * count);
    grown[count] = added;
    return grown;
  }

  private static boolean anyNameless(SeriesLabels inputs, int[] members) {
    for (int member : members) {
      if (inputs.isNameless(member)) {
        return true;
      }
    }
    return false;
  }

  /** Returns what the series of one group have in common. */
  static Labels key(Labels labels, Grouping grouping) {
    if (grouping.without()) {
      return SeriesLabels.dropName(labels.without(grouping.labels()));
    }
    return grouping.labels().isEmpty() ? Labels.empty() : labels.only(grouping.labels());
  }

  /** Returns the label sets of the groups, in the order of their first members. */
  SeriesLabels labels() {
    return labels;
  }

  int count() {
    return members.size();
  }

  /** Returns which inputs belong to a group, ascending. */
  int[] members(int group) {
    return members.get(group);
  }
}
