import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CachingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Questionnaire;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/**
 * Validates FHIR R4 resources in JSON, one a file, against the R4 definitions and value sets that
 * come with HAPI. Nothing is fetched while it runs.
 *
 * <p>A FILE may be a folder, which stands for every .json file in it, or @LIST, a file that names
 * one a line: more files than a command line holds. -load FILE makes the code systems, value sets
 * and questionnaires of FILE known, so that codes of theirs are checked too.
 *
 * <p>Prints a line for each error: file, severity, place and message, separated by tabs. Exit
 * status: 0 no error, 1 errors, 2 nothing to validate.
 */
public final class Validate {
  private static final FhirContext R4 = FhirContext.forR4();

  public static void main(String[] arguments) throws IOException {
    boolean warnings = Boolean.getBoolean("warnings"); // -Dwarnings=true shows them too
    List<String> files = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("-load") && i + 1 < arguments.length) {
        known.addAll(named(arguments[++i]));
      } else {
        files.addAll(named(arguments[i]));
      }
    }
    if (files.isEmpty()) {
      System.err.println("usage: Validate [-load FILE]... FILE...");
      System.exit(2);
    }
    FhirValidator validator = validator(known);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int errors = 0;
    // One after the other: HAPI's validator may not be used by several threads.
    for (String file : files) {
      for (SingleValidationMessage m : validator.validateWithResult(read(file)).getMessages()) {
        boolean error = m.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal();
        if (error) {
          errors++;
        }
        if (error || warnings) {
          String message = String.valueOf(m.getMessage()).replaceAll("\\s+", " ");
          out.println(
              String.join(
                  "\t", file, m.getSeverity().name(), String.valueOf(m.getLocationString()), message));
        }
      }
    }
    out.printf("%d files, %d errors%n", files.size(), errors);
    out.flush();
    System.exit(errors == 0 ? 0 : 1);
  }

  private static List<String> named(String argument) throws IOException {
    if (argument.startsWith("@")) {
      return Files.readAllLines(Path.of(argument.substring(1)));
    }
    if (!Files.isDirectory(Path.of(argument))) {
      return List.of(argument);
    }
    try (Stream<Path> inside = Files.list(Path.of(argument))) {
      return inside.map(Path::toString).filter(f -> f.endsWith(".json")).sorted().toList();
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FhirValidator validator(List<String> known) {
    Loaded loaded = new Loaded();
    for (String file : known) {
      if (R4.newJsonParser().parseResource(read(file)) instanceof MetadataResource m && m.hasUrl()) {
        loaded.addResource(m);
      }
    }
    // LOINC, SNOMED CT and ICD are not among the bundled code systems, nor are our own ids unless
    // they were loaded: that a code is one of theirs cannot be checked here. A code of a system
    // that is bundled or loaded is.
    UnknownCodeSystemWarningValidationSupport elsewhere =
        new UnknownCodeSystemWarningValidationSupport(R4);
    elsewhere.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
    FhirInstanceValidator rules =
        new FhirInstanceValidator(
            // Expanding a value set takes long and is done once for all files.
            new CachingValidationSupport(
                new ValidationSupportChain(
                    new DefaultProfileValidationSupport(R4),
                    loaded,
                    new InMemoryTerminologyServerValidationSupport(R4),
                    new CommonCodeSystemsTerminologyService(R4),
                    elsewhere)));
    rules.setBestPracticeWarningLevel(BestPracticeWarningLevel.Warning);
    return R4.newValidator().registerValidatorModule(rules);
  }

  /** What was loaded; HAPI's own class keeps no questionnaire. */
  private static final class Loaded extends PrePopulatedValidationSupport {
    private final Map<String, Questionnaire> forms = new HashMap<>();

    Loaded() {
      super(R4);
    }

    @Override
    public void addResource(IBaseResource resource) {
      if (resource instanceof Questionnaire form) {
        forms.put(form.getUrl(), form);
        forms.put(form.getUrl() + "|" + form.getVersion(), form);
      } else {
        super.addResource(resource);
      }
    }

    @Override
    public <T extends IBaseResource> T fetchResource(Class<T> type, String address) {
      return type == Questionnaire.class
          ? type.cast(forms.get(address))
          : super.fetchResource(type, address);
    }
  }

  private Validate() {}
}
