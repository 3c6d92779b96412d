// What a consumer asks of the resources, as FHIRPath over a Bundle of any kind:
// the collection that Gravida writes, or what a server answers to a search.
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';

const asks = (expression) => {
  const compiled = fhirpath.compile(expression, r4);
  return (node) => compiled(node, {}, {resolveInternalTypes: true});
};
const asksOne = (expression) => {
  const all = asks(expression);
  return (node) => all(node)[0] ?? null;
};

const own = (kind) => `coding.where(system='urn:gravida:${kind}').code`;

const of = {
  answer: asks('Bundle.entry.resource.ofType(GuidanceResponse)'),
  tests: asks("Bundle.entry.resource.ofType(ServiceRequest).where(status='draft' and intent='proposal' and category.empty())"),
  referrals: asks("Bundle.entry.resource.ofType(ServiceRequest).where(status='draft' and category.coding.where(code='referral').exists())"),
  causes: asks("Bundle.entry.resource.ofType(Condition).where(verificationStatus.exists())"),
  predicted: asks('Bundle.entry.resource.ofType(RiskAssessment).where(prediction.probability.exists())'),
  judged: asks('Bundle.entry.resource.ofType(Observation)'),
  dangers: asks("Bundle.entry.resource.ofType(DetectedIssue).where(code.coding.where(system='urn:gravida:red-flag').exists())"),
  flags: asks("Bundle.entry.resource.ofType(Flag).where(status='active')"),
  cautions: asks("Bundle.entry.resource.ofType(DetectedIssue).where(code.coding.where(system='urn:gravida:caution').exists())"),
  plans: asks('Bundle.entry.resource.ofType(CarePlan)'),
  trails: asks("Bundle.entry.resource.ofType(Provenance).where(entity.where(role='source').exists())"),
};

const id = {
  test: asksOne(`ServiceRequest.code.${own('test')}`),
  loinc: asksOne("ServiceRequest.code.coding.where(system='http://loinc.org').code"),
  start: asksOne('ServiceRequest.occurrence.start'),
  waits: asksOne('ServiceRequest.asNeeded.text'),
  reasons: asks('ServiceRequest.reasonReference.reference'),
  says: asks('ServiceRequest.reasonCode.text'),
  guidelines: asks('ServiceRequest.instantiatesUri'),
  department: asksOne(`ServiceRequest.performerType.${own('department')}`),
  priority: asksOne('ServiceRequest.priority'),
  cause: asksOne(`Condition.code.${own('cause')}`),
  verified: asksOne("Condition.verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status').code"),
  evidence: asks('Condition.evidence.detail.reference'),
  model: asksOne(`RiskAssessment.method.${own('model')}`),
  percent: asksOne('RiskAssessment.prediction.probability.ofType(decimal)'),
  low: asksOne("RiskAssessment.prediction.extension('urn:gravida:extension:interval').value.low.where(unit='%').value"),
  high: asksOne("RiskAssessment.prediction.extension('urn:gravida:extension:interval').value.high.where(unit='%').value"),
  until: asksOne('RiskAssessment.prediction.when.end'),
  rationale: asksOne('RiskAssessment.prediction.rationale'),
  judgement: asksOne("Observation.code.coding.where(system='urn:gravida:definition' or system='urn:gravida:criterion').code"),
  holds: asksOne('Observation.value'),
  cited: asksOne("Observation.extension('http://hl7.org/fhir/StructureDefinition/workflow-relatedArtifact').value.citation"),
  danger: asksOne(`DetectedIssue.code.${own('red-flag')}`),
  caution: asksOne(`DetectedIssue.code.${own('caution')}`),
  treatment: asksOne(`DetectedIssue.code.${own('treatment')}`),
  severity: asksOne('DetectedIssue.severity'),
  flag: asksOne(`Flag.code.${own('red-flag')}`),
  planned: asks(`CarePlan.activity.detail.where(status='not-started' or status='in-progress').code.${own('treatment')}`),
  ordered: asks('CarePlan.activity.reference.reference'),
  status: asksOne('GuidanceResponse.status'),
  missing: asks('GuidanceResponse.dataRequirement.id'),
  module: asksOne('GuidanceResponse.module'),
  trusted: asks('GuidanceResponse.contained.ofType(OperationOutcome).issue.details.text'),
  about: asks('Provenance.target.reference'),
  guideline: asks("Provenance.entity.where(role='derivation').what.identifier.value"),
  origin: asks("Provenance.entity.where(role='source').what.reference"),
};

// answers puts every question to a bundle. find gives the resource behind a
// reference.
export async function answers(bundle, find) {
  const named = async (references, type, name) =>
    (await Promise.all(references.map(find))).filter((r) => r.resourceType === type).map(name).sort();
  const tests = {}, causes = {}, risks = {}, judged = {}, referrals = {}, dangers = {}, cautions = [], sources = {};
  for (const r of of.tests(bundle)) {
    tests[id.test(r)] = {
      loinc: id.loinc(r), start: id.start(r), waits: id.waits(r), says: id.says(r), guidelines: id.guidelines(r),
      reasons: await named(id.reasons(r), 'Condition', id.cause),
    };
  }
  for (const r of of.causes(bundle)) causes[id.cause(r)] = {status: id.verified(r), evidence: id.evidence(r)};
  for (const r of of.predicted(bundle)) {
    risks[id.model(r)] = {
      percent: id.percent(r), low: id.low(r), high: id.high(r), until: id.until(r), rationale: id.rationale(r), status: r.status,
    };
  }
  for (const r of of.judged(bundle)) judged[id.judgement(r)] = {holds: id.holds(r), cited: id.cited(r)};
  for (const r of of.referrals(bundle)) referrals[id.department(r)] = id.priority(r);
  for (const r of of.dangers(bundle)) dangers[id.danger(r)] = id.severity(r);
  for (const r of of.cautions(bundle)) cautions.push(`${id.treatment(r)} ${id.caution(r)} ${id.severity(r)}`);
  for (const r of of.trails(bundle)) {
    for (const to of await Promise.all(id.about(r).map(find))) {
      if (to.resourceType === 'Condition') sources[id.cause(to)] = {origin: [...new Set(id.origin(r))].sort(), guidelines: id.guideline(r)};
    }
  }
  const [answer] = of.answer(bundle);
  const [plan] = of.plans(bundle);
  return {
    tests, causes, risks, judged, referrals, dangers, cautions: cautions.sort(), sources,
    flags: of.flags(bundle).map(id.flag).sort(),
    answer: answer && {status: id.status(answer), missing: id.missing(answer), module: id.module(answer), untrusted: id.trusted(answer)},
    plan: plan && {
      treatments: id.planned(plan),
      tests: (await named(id.ordered(plan), 'ServiceRequest', id.test)).filter(Boolean),
      departments: (await named(id.ordered(plan), 'ServiceRequest', id.department)).filter(Boolean),
    },
  };
}

// references lists every reference in a resource: where it stands, and its target.
// What a resource itself calls reference, as a DetectedIssue does, is an address.
export function references(node, path = node.resourceType) {
  if (Array.isArray(node)) return node.flatMap((inner) => references(inner, path));
  if (node === null || typeof node !== 'object') return [];
  const here = typeof node.reference === 'string' && !node.resourceType ? [{path, to: node.reference, type: node.type}] : [];
  return here.concat(Object.entries(node).flatMap(([key, inner]) => references(inner, `${path}.${key}`)));
}
