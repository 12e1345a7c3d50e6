import {
  ChoiceKey,
  type ConfigClass,
  FlagKey,
  FreeObjectKey,
  IntegerKey,
  NumberKey,
  ObjectKey,
  TextKey,
} from '../schema/keys.js';
import type { JobEventType } from './events.js';

const optional = true;

class ProgressBody {
  @NumberKey('share done', { optional }) readonly done?: number;
  @TextKey('what it does now', { optional, min: 0, max: 100_000 }) readonly phase?: string;
  @NumberKey('updates of the weights', { optional }) readonly step?: number;
  @NumberKey('loss', { optional }) readonly loss?: number;
  @NumberKey('real tokens a second', { optional }) readonly tokens_per_second?: number;
  @NumberKey('seconds left', { optional }) readonly seconds_left?: number;
  @NumberKey('learning rate', { optional }) readonly learning_rate?: number;
}

class ErrorBodyOfEvent {
  @TextKey('code of the error') readonly code!: string;
  @TextKey('what happened', { min: 0, max: 100_000 }) readonly message!: string;
  @TextKey('what to do about it', { min: 0, max: 100_000 }) readonly fix!: string;
  @FreeObjectKey('names and values', { optional }) readonly details?: Record<string, unknown>;
}

class EventBody {
  @TextKey('kind of the event') readonly type!: JobEventType;
  @TextKey('run') readonly run!: string;
  @TextKey('step') readonly step!: string;
  @TextKey('service that does the step') readonly service!: string;
  @TextKey('ISO 8601, UTC') readonly time!: string;
}

class StartedBody extends EventBody {
  @TextKey('id of the result') readonly artifact!: string;
  @IntegerKey('1 at first', { min: 1 }) readonly attempt!: number;
}

class ProgressEventBody extends EventBody {
  @ObjectKey('how far the step is', () => ProgressBody) readonly progress!: ProgressBody;
}

class LogBody extends EventBody {
  @ChoiceKey('how serious', ['info', 'warning']) readonly level!: string;
  @TextKey('what the step says', { min: 0, max: 100_000 }) readonly text!: string;
}

class CompletedBody extends EventBody {
  @TextKey('id of the result') readonly artifact!: string;
  @FlagKey('whether the store had the result') readonly cached!: boolean;
  @NumberKey('seconds that it took', { min: 0 }) readonly seconds!: number;
  @FreeObjectKey('figures by name') readonly summary!: Record<string, unknown>;

  problem() {
    const wrong = Object.entries(this.summary).find(([, value]) => !['string', 'number'].includes(typeof value));
    return wrong && { key: `summary.${wrong[0]}`, message: 'neither a number nor a text' };
  }
}

class FailedBody extends EventBody {
  @ObjectKey('the error', () => ErrorBodyOfEvent) readonly error!: ErrorBodyOfEvent;
}

/** What an event of each kind holds. */
export const EVENT_BODIES: Readonly<Record<JobEventType, ConfigClass>> = {
  started: StartedBody,
  progress: ProgressEventBody,
  log: LogBody,
  completed: CompletedBody,
  failed: FailedBody,
  cancelled: EventBody,
};
