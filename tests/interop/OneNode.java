// Starts one OpenSearch node, of 2 or 3, from the jars on the class path, until it is ended.
// Arguments: the folder it may write to, then settings as name=value.

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.Version;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

public class OneNode extends Node {
  private static final String[] PLUGINS = {
    "org.opensearch.analysis.common.CommonAnalysisPlugin",
    "org.opensearch.ingest.common.IngestCommonPlugin",
    "org.opensearch.painless.PainlessPlugin",
    "org.opensearch.index.mapper.MapperExtrasPlugin",
    "org.opensearch.percolator.PercolatorPlugin",
    "org.opensearch.index.reindex.ReindexPlugin",
    "org.opensearch.transport.Netty4Plugin",
    "org.opensearch.transport.Netty4ModulePlugin",
  };

  // 2 takes classes, 3 takes descriptions of them; the erased signature is the same.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private OneNode(Environment environment, Collection plugins) {
    super(environment, plugins, false);
  }

  public static void main(String[] words) throws Exception {
    Settings.Builder settings = Settings.builder().put("path.home", words[0]);
    for (int at = 1; at < words.length; at++) {
      String[] pair = words[at].split("=", 2);
      settings.put(pair[0], pair[1]);
    }
    LogConfigurator.registerErrorListener();
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), Path.of(words[0], "config"), () -> "one");
    LogConfigurator.setNodeName("one");
    LogConfigurator.configure(environment);
    OneNode node = new OneNode(environment, plugins());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    node.close();
                  } catch (Exception error) {
                    error.printStackTrace();
                  }
                  ended.countDown();
                }));
    node.start();
    ended.await();
  }

  private static Collection<Object> plugins() {
    List<Object> found = new ArrayList<>();
    for (String name : PLUGINS) {
      try {
        Class<?> plugin = Class.forName(name);
        found.add(Version.CURRENT.major < 3 ? plugin : description(name));
      } catch (ClassNotFoundException absent) {
        // Another version has it under another name.
      }
    }
    return found;
  }

  private static PluginInfo description(String name) {
    return new PluginInfo(
        name, name, "1", Version.CURRENT, "11", name, List.<String>of(), false);
  }
}
