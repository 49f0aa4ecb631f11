package dev.headway.autoconfigure;

import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.headway.admission.AdmissionKey;
import dev.headway.admission.DeclaredPace;
import dev.headway.admission.Handler;
import dev.headway.admission.Pace;
import dev.headway.admission.PaceRules;
import dev.headway.autoconfigure.MappedHandlers.Mapping;
import jakarta.servlet.ServletContext;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Finds the application's handlers. */
@Configuration(proxyBeanMethods = false)
class HandlerConfiguration {

	@Bean
	BiFunction<String, String, Handler> headwayHandlers(ObjectProvider<AdmissionKey> keys, PaceRules rules,
			ObjectProvider<ServletContext> servletContext, ObjectProvider<DispatcherServletPath> servletPath,
			ObjectProvider<RequestMappingInfoHandlerMapping> controllers,
			ObjectProvider<AbstractUrlHandlerMapping> urls) {
		MappedHandlers mapped = new MappedHandlers(
				() -> servletContext.stream().map(ServletContext::getContextPath).findFirst().orElse("")
						+ servletPath.stream().map(DispatcherServletPath::getPrefix).findFirst().orElse(""),
				() -> Stream
					.concat(controllers.stream().flatMap(HandlerConfiguration::ofControllers),
							urls.stream().flatMap(HandlerConfiguration::ofUrls))
					.toList());
		AdmissionKey key = keys.getIfAvailable(() -> mapped);
		return new RememberedHandlers((method, path) -> new Handler(key.of(method, path),
				rules.find(method, path).orElseGet(() -> mapped.pace(method, path)), mapped.readsBody(method, path),
				mapped.pattern(method, path)));
	}

	private static Stream<Mapping> ofControllers(RequestMappingInfoHandlerMapping controllers) {
		return controllers.getHandlerMethods()
			.entrySet()
			.stream()
			.flatMap((mapped) -> of(mapped.getKey(), mapped.getValue()));
	}

	private static Stream<Mapping> of(RequestMappingInfo info, HandlerMethod handler) {
		DeclaredPace pace = paceOf(handler);
		boolean readsBody = !saysWhatItReads(handler) || !info.getConsumesCondition().isEmpty();
		Set<String> methods = info.getMethodsCondition()
			.getMethods()
			.stream()
			.map(Enum::name)
			.collect(Collectors.toUnmodifiableSet());
		return Objects.requireNonNull(info.getPathPatternsCondition())
			.getPatterns()
			.stream()
			.map((pattern) -> new Mapping(pattern, methods, pace, readsBody));
	}

	/** Actuator's endpoints declare a media type if they read a body. */
	private static boolean saysWhatItReads(HandlerMethod handler) {
		String type = handler.getBeanType().getName();
		return type.startsWith("org.springframework.boot.");
	}

	/** The method's annotation, or else its class's. */
	private static DeclaredPace paceOf(HandlerMethod handler) {
		Pace pace = handler.getMethodAnnotation(Pace.class);
		if (pace == null) {
			pace = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Pace.class);
		}
		return (pace != null) ? pace.value() : DeclaredPace.LEARN;
	}

	private static Stream<Mapping> ofUrls(AbstractUrlHandlerMapping urls) {
		return urls.getPathPatternHandlerMap()
			.keySet()
			.stream()
			.map((pattern) -> new Mapping(pattern, Set.of(), DeclaredPace.LEARN, true));
	}

}
