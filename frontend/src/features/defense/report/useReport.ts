import { computed, reactive, ref, shallowRef } from 'vue';
import { send } from '../../../lib/client.js';
import type { ReportKind } from '../../../gql/schema.js';
import type { Refused } from '../../../lib/refusal.js';
import { IncidentDocument, type DefenseRules, type FullIncident } from '../documents.js';
import { useAutosave, type Loaded, type Saved } from '../../../lib/autosave.js';
import type { StoredFile } from '../../../lib/evidence-file.js';
import { SaveReportDraftDocument } from './documents.js';
import { inputOf, reportFormOf, SUMMARY, type ReportForm } from './form.js';

/** A colleague began the report of this kind first: the same choice as between two versions. */
const isTaken = ({ fields }: Refused) => fields.some(({ path, code }) => path === 'kind' && code === 'TAKEN');

/** Everything an open report needs: the form, its saving, what it lacks, its evidence. */
export function useReport(incident: FullIncident, kind: ReportKind, rules: DefenseRules) {
  const report = incident.reports.find((one) => one.kind === kind);
  const form = reactive<ReportForm>(reportFormOf(incident, kind, rules));
  const selectedKey = ref(SUMMARY);
  const missing = shallowRef(report?.missing ?? []);
  const files = ref<StoredFile[]>([...(report?.evidence ?? [])]);
  const uploading = reactive(new Map<string, number>());

  async function save(version: number): Promise<Saved> {
    const { data, refused } = await send(SaveReportDraftDocument, { input: inputOf(form, version) });
    if (!data) return { version: null, refused: isTaken(refused) ? { ...refused, code: 'STALE_VERSION' } : refused };
    missing.value = data.saveReportDraft.missing;
    return { version: data.saveReportDraft.version, refused: null };
  }
  /** A colleague's state of the same report, with the files it names. */
  async function load(): Promise<Loaded<ReportForm> | null> {
    const { data } = await send(IncidentDocument, { id: incident.id });
    const theirs = data?.incident.reports.find((one) => one.kind === kind);
    if (!data || !theirs) return null;
    const known = new Set(files.value.map(({ id }) => id));
    files.value = [...files.value, ...theirs.evidence.filter(({ id }) => !known.has(id))];
    return { version: theirs.version, form: reportFormOf(data.incident, kind, rules) };
  }
  const autosave = useAutosave({
    key: `report.${incident.id}.${kind}`,
    form,
    save,
    load,
    version: report?.version ?? 0,
    savedAt: report?.updatedAt ?? null,
  });
  return {
    form,
    selectedKey,
    missing,
    files,
    uploading,
    autosave,
    isUploading: computed(() => [...uploading.values()].some((count) => count > 0)),
  };
}
