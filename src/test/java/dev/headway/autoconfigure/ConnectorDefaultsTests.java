package dev.headway.autoconfigure;

import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketProperties;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application's connector stays as it is on stock Tomcat. */
@Timeout(60)
class ConnectorDefaultsTests {

	/** Ports, the figures of the executor, which is the pool, and the time for a head. */
	private static final Pattern OTHERS = Pattern
		.compile("port|localPort|remotePort|name|nameIndex|\\w*[tT]hreads?[A-Z]?\\w*|maxQueueSize|readTimeout");

	private final WebApplicationContextRunner application = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class,
				TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
				WebMvcAutoConfiguration.class, PoolAutoConfiguration.class, AdmissionAutoConfiguration.class,
				ConnectorAutoConfiguration.class))
		.withPropertyValues("server.port=0");

	@Test
	void nothingElseDiffersFromStockTomcat() {
		Map<String, String> stock = properties("headway.enabled=false");
		Map<String, String> ours = properties("headway.enabled=true");
		assertThat(stock).hasSizeGreaterThan(100)
			.containsKey("connection: writeTimeout")
			.containsOnlyKeys(ours.keySet());
		stock.forEach((name, value) -> ours.computeIfPresent(name,
				(same, our) -> our.equals(value) ? null : "%s, not %s".formatted(our, value)));
		assertThat(ours).isEmpty();
	}

	private Map<String, String> properties(String enabled) {
		AtomicReference<Map<String, String>> properties = new AtomicReference<>();
		this.application.withPropertyValues(enabled).run((context) -> properties.set(properties(context)));
		return properties.get();
	}

	private static Map<String, String> properties(AssertableWebApplicationContext context) throws IOException {
		TomcatWebServer server = (TomcatWebServer) ((AnnotationConfigServletWebServerApplicationContext) context
			.getSourceApplicationContext()).getWebServer();
		Http11NioProtocol protocol = (Http11NioProtocol) server.getTomcat().getConnector().getProtocolHandler();
		NioEndpoint endpoint = ReflectionTestUtils.invokeMethod(protocol, "getEndpoint");
		Map<String, String> properties = new TreeMap<>();
		add(properties, "protocol", Http11NioProtocol.class, protocol);
		add(properties, "endpoint", NioEndpoint.class, endpoint);
		add(properties, "socket", SocketProperties.class, endpoint.getSocketProperties());
		try (Socket ignored = new Socket("127.0.0.1", server.getPort())) {
			await().until(() -> !connections(endpoint).isEmpty());
			add(properties, "connection", SocketWrapperBase.class, connections(endpoint).iterator().next());
		}
		return properties;
	}

	private static Set<?> connections(AbstractEndpoint<?, ?> endpoint) {
		return endpoint.getConnections();
	}

	/** Those that are numbers, texts or switches. */
	private static void add(Map<String, String> properties, String of, Class<?> type, Object bean) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			if (property.getReadMethod() != null && !OTHERS.matcher(property.getName()).matches()
					&& property.getPropertyType() != Class.class
					&& BeanUtils.isSimpleValueType(property.getPropertyType())) {
				properties.put(of + ": " + property.getName(), value(property, bean));
			}
		}
	}

	private static String value(PropertyDescriptor property, Object bean) {
		return String.valueOf((Object) ReflectionTestUtils.invokeMethod(bean, property.getReadMethod().getName()));
	}

}
