package io.teamflow.task;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.ListTasks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Task lists as they were read, by the entity tag that names them. A tag is made of what the list
 * depends on, so an entry is never stale: when the board moves on, the next tag is another one. It
 * holds ids and texts of the project and nothing of who asked; who may see it was asked before.
 *
 * <p>One per node, for any thread. Lists that nobody asks for again make way for those that are.
 */
public final class TaskListCache {
  /** The form of a list; raise it when a release renders tasks in another way. */
  private static final String FORM = "2";

  private static final int TAG_BYTES = 12;

  private final Cache<String, ResourcePage> pages;

  /**
   * @param maxBytes what the lists may take together, in bytes of their text
   */
  public TaskListCache(long maxBytes) {
    pages =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .executor(Runnable::run)
            .weigher((String tag, ResourcePage page) -> tag.length() + page.items().length())
            .build();
  }

  /** The name of what a query lists while the board stands where it does. */
  static String tag(String epoch, long board, ListTasks query) {
    return hash(FORM + ' ' + epoch + ' ' + board + ' ' + query.query(), TAG_BYTES);
  }

  /** A short name for a text: so many bytes of its SHA-256, in base64url. */
  static String hash(String text, int bytes) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  @Nullable ResourcePage get(String tag) {
    return pages.getIfPresent(tag);
  }

  /** Keeps a page that has a tag. */
  ResourcePage keep(ResourcePage page) {
    String tag = page.etag();
    if (tag != null) {
      pages.put(tag, page);
    }
    return page;
  }
}
