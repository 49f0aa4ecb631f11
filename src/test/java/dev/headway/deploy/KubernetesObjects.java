package dev.headway.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Kubernetes objects from YAML, read as strictly as by an API server with
 * {@code fieldValidation=Strict}: duplicate keys, wrong types and unknown fields are
 * errors.
 *
 * @param documents the objects, each as a tree
 */
record KubernetesObjects(List<Map<String, Object>> documents) {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private static final Map<String, Class<? extends KubernetesResource>> TYPES = Map.of("v1/Namespace",
			Namespace.class, "v1/Service", Service.class, "apps/v1/Deployment", Deployment.class,
			"policy/v1/PodDisruptionBudget", PodDisruptionBudget.class, "networking.k8s.io/v1/NetworkPolicy",
			NetworkPolicy.class, "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
			"monitoring.coreos.com/v1/PodMonitor", PodMonitor.class, "monitoring.coreos.com/v1/PrometheusRule",
			PrometheusRule.class);

	/**
	 * The fields of KEDA's ScaledObject, as far as they are useful here; no library has
	 * them.
	 */
	private static final Map<String, Set<String>> SCALED_OBJECT = Map.of("",
			Set.of("apiVersion", "kind", "metadata", "spec"), "spec",
			Set.of("scaleTargetRef", "pollingInterval", "cooldownPeriod", "initialCooldownPeriod", "minReplicaCount",
					"maxReplicaCount", "fallback", "advanced", "triggers"),
			"scaleTargetRef", Set.of("apiVersion", "kind", "name", "envSourceContainerName"), "fallback",
			Set.of("failureThreshold", "replicas", "behavior"), "triggers",
			Set.of("type", "name", "metricType", "useCachedMetrics", "authenticationRef", "metadata"), "advanced",
			Set.of("restoreToOriginalReplicaCount", "horizontalPodAutoscalerConfig"), "horizontalPodAutoscalerConfig",
			Set.of("name", "behavior"));

	static KubernetesObjects parse(String text) {
		return new KubernetesObjects(StreamSupport.stream(yaml().loadAll(text).spliterator(), false)
			.map(KubernetesObjects::asTree)
			.toList());
	}

	static Map<String, Object> tree(Path file) {
		try {
			return asTree(yaml().load(Files.readString(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Yaml yaml() {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		return new Yaml(new SafeConstructor(options));
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> asTree(Object value) {
		return (Map<String, Object>) value;
	}

	List<String> kinds() {
		return this.documents.stream().map((document) -> (String) document.get("kind")).toList();
	}

	/** The only object of its kind, as a tree. */
	Map<String, Object> tree(String kind) {
		List<Map<String, Object>> found = this.documents.stream()
			.filter((document) -> document.get("kind").equals(kind))
			.toList();
		if (found.size() != 1) {
			throw new IllegalStateException("%d of kind %s among %s".formatted(found.size(), kind, kinds()));
		}
		return found.get(0);
	}

	/** The specification of the only object of its kind, as a tree. */
	Map<String, Object> spec(String kind) {
		return asTree(tree(kind).get("spec"));
	}

	/** The only object of its type. */
	<T> T get(Class<T> type) {
		return MAPPER.convertValue(tree(type.getSimpleName()), type);
	}

	/** The names that aren't fields of their objects, with their places. */
	List<String> unknownFields() {
		return this.documents.stream().flatMap((document) -> unknownFields(document).stream()).toList();
	}

	private static List<String> unknownFields(Map<String, Object> document) {
		List<String> unknown = new ArrayList<>();
		String kind = (String) document.get("kind");
		if (kind.equals("ScaledObject")) {
			findUnknown(document, "", unknown);
		}
		else {
			Class<? extends KubernetesResource> type = TYPES.get(document.get("apiVersion") + "/" + kind);
			if (type == null) {
				return List.of("%s of %s".formatted(kind, document.get("apiVersion")));
			}
			findUnknown(MAPPER.convertValue(document, type), kind, unknown);
		}
		return unknown;
	}

	private static void findUnknown(Map<String, Object> tree, String name, List<String> unknown) {
		Set<String> fields = SCALED_OBJECT.get(name);
		if (fields != null) {
			tree.forEach((key, value) -> {
				if (!fields.contains(key)) {
					unknown.add("ScaledObject: " + key + " in " + name);
				}
				List<?> values = (value instanceof List<?> list) ? list : List.of(value);
				values.stream().filter(Map.class::isInstance).forEach((it) -> findUnknown(asTree(it), key, unknown));
			});
		}
	}

	/** The library keeps unknown fields in a map of each object. */
	private static void findUnknown(Object object, String path, List<String> unknown) {
		Stream.of(object.getClass().getMethods())
			.filter((method) -> method.getName().startsWith("get") && method.getParameterCount() == 0)
			.forEach((method) -> {
				Object value = invoke(method, object);
				if (method.getName().equals("getAdditionalProperties")) {
					((Map<?, ?>) value).keySet().forEach((key) -> unknown.add(path + "." + key));
				}
				else {
					String name = path + "." + method.getName().substring("get".length());
					Collection<?> values = (value instanceof Collection<?> list) ? list
							: (value instanceof Map<?, ?> map) ? map.values() : Stream.ofNullable(value).toList();
					values.stream()
						.filter(KubernetesResource.class::isInstance)
						.forEach((it) -> findUnknown(it, name, unknown));
				}
			});
	}

	private static Object invoke(Method method, Object object) {
		try {
			return method.invoke(object);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(method.toString(), ex);
		}
	}

}
