package dev.goldcrest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cache against a map that does the same the obvious way. */
final class SeriesCacheTest {
  private static final long SEED = Long.getLong("goldcrest.seed", 20_26);

  private final SeriesCache cache = new SeriesCache();

  /** What the cache ought to know: by text, the reference; and which are alive. */
  private Map<Long, Long> refs = new HashMap<>();

  private Set<Long> alive = new HashSet<>();
  private long nextRef = 1;

  @Test
  void cache_agreesWithAMap_overManyScrapes() {
    Random random = new Random(SEED);
    List<Long> exposed = new ArrayList<>();
    for (long text = 1; text <= 500; text++) {
      exposed.add(text * 0x9e3779b97f4a7c15L);
    }
    for (int scrape = 0; scrape < 400; scrape++) {
      mutate(exposed, random);
      boolean stored = random.nextInt(5) > 0;
      assertThat(scrape(exposed, random, stored)).as("seed %d, scrape %d", SEED, scrape).isEmpty();
    }
  }

  private static void mutate(List<Long> exposed, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> exposed.subList(0, random.nextInt(exposed.size() / 4 + 1)).clear();
      case 1 -> Collections.shuffle(exposed, random);
      case 2 -> {
        for (int i = 0; i < 60; i++) {
          exposed.add(random.nextInt(exposed.size() + 1), random.nextLong());
        }
      }
      case 3 -> Collections.swap(exposed, 0, exposed.size() - 1);
      default -> {
        // Most scrapes look like the one before.
      }
    }
    if (exposed.size() < 50) {
      for (int i = 0; i < 300; i++) {
        exposed.add(random.nextLong());
      }
    }
  }

  /** Returns in words where the cache and the map differ. */
  private List<String> scrape(List<Long> exposed, Random random, boolean stored) {
    List<String> differences = new ArrayList<>();
    Map<Long, Long> seen = new LinkedHashMap<>();
    Set<Long> tracked = new HashSet<>();
    cache.begin();
    for (Long text : exposed) {
      int entry = cache.find(text);
      Long known = seen.containsKey(text) ? seen.get(text) : refs.get(text);
      if ((entry == SeriesCache.UNKNOWN) != (known == null)) {
        differences.add("text " + text + ": entry " + entry + ", expected ref " + known);
        return differences;
      }
      if (known == null) {
        known = nextRef++;
        entry = cache.add(text, known);
      } else {
        boolean again = cache.touch(entry);
        if (again != seen.containsKey(text) || cache.ref(entry) != known) {
          differences.add("text " + text + ": again " + again + ", ref " + cache.ref(entry));
        }
      }
      seen.put(text, known);
      if (random.nextInt(20) > 0) {
        cache.track(entry);
        tracked.add(known);
      }
    }
    Set<Long> vanished = new HashSet<>();
    for (int e = cache.nextVanished(0); e >= 0; e = cache.nextVanished(e + 1)) {
      vanished.add(cache.ref(e));
    }
    Set<Long> expected = new HashSet<>(alive);
    expected.removeAll(tracked);
    if (!vanished.equals(expected)) {
      differences.add("vanished " + vanished + ", expected " + expected);
    }
    if (stored) {
      cache.accept();
      refs = new HashMap<>(seen);
      alive = tracked;
    } else {
      cache.reject();
    }
    if (cache.size() != refs.size()) {
      differences.add("size " + cache.size() + ", expected " + refs.size());
    }
    return differences;
  }

  @Test
  void forgottenTexts_areUnknown_butTheirSeriesStillEnd() {
    cache.begin();
    for (long text = 2; text < 1_002; text++) {
      assertThat(cache.find(text)).isEqualTo(SeriesCache.UNKNOWN);
      cache.track(cache.add(text, text + 1));
    }
    cache.accept();
    cache.forgetTexts();
    cache.begin();
    assertThat(cache.find(0)).isEqualTo(SeriesCache.UNKNOWN);
    assertThat(cache.find(7)).isEqualTo(SeriesCache.UNKNOWN);
    int ended = 0;
    for (int e = cache.nextVanished(0); e >= 0; e = cache.nextVanished(e + 1)) {
      ended++;
    }
    assertThat(ended).isEqualTo(1_000);
  }
}
