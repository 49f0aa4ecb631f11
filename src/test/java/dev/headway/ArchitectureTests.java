package dev.headway;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.headway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule workerKnowsTheJdkAlone = classes().that()
		.resideInAPackage("dev.headway.worker")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("dev.headway.worker", "java..", "org.jspecify.annotations")
		.because("the pool is taken home without Spring");

	@ArchTest
	static final ArchRule siteKnowsNobodyButSpring = classes().that()
		.resideInAPackage("dev.headway.site..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("dev.headway.site..", "java..", "jakarta.servlet..", "org.springframework..",
				"org.jspecify.annotations")
		.because("pages don't care who carries them");

	@ArchTest
	static final ArchRule tomcatIsNamedInOnePlace = noClasses().that()
		.resideOutsideOfPackage("dev.headway.tomcat")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.catalina..", "org.apache.coyote..", "org.apache.tomcat..")
		.because("the next version of Tomcat should be one package's business");

	@ArchTest
	static final ArchRule workersDoNotKnowTheDoor = noClasses().that()
		.resideInAPackage("dev.headway.worker..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.headway.admission..", "dev.headway.model..", "dev.headway.tomcat..",
				"dev.headway.start..")
		.because("arrows run from admission and model to worker");

	@ArchTest
	static final ArchRule admissionKnowsNoTomcat = noClasses().that()
		.resideInAPackage("dev.headway.admission..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.headway.model..", "dev.headway.tomcat..", "dev.headway.start..")
		.because("who may hold a worker is the same on any server");

	@ArchTest
	static final ArchRule nobodyKnowsTheApplication = noClasses().that()
		.resideInAPackage("dev.headway.(*)..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.headway")
		.because("the application starts the rest, and nothing starts the application");

	@ArchTest
	static final ArchRule noCycles = slices().matching("dev.headway.(*)..")
		.should()
		.beFreeOfCycles()
		.because("arrows between packages run one way");

}
