import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type LoadedModel,
  type ModelList,
  ModelRequest,
  type PredictAnswer,
  PredictRequest,
  type TranslateAnswer,
  TranslateRequest,
} from '#contracts';
import type { ModelServer } from '#serving';
import { MODELS } from './tokens.js';

@Controller()
export class ModelsController {
  constructor(@Inject(MODELS) private readonly models: ModelServer) {}

  @MessagePattern('tlc.v1.models.predict')
  predict(@Payload() { model, texts, pairs, top }: PredictRequest): Promise<PredictAnswer> {
    const toRead = texts.map((text, i) => (pairs ? { text, pair: pairs[i] } : { text }));
    return this.models.predict(model, toRead, top);
  }

  @MessagePattern('tlc.v1.models.translate')
  translate(@Payload() { model, texts, beams, best, length_penalty }: TranslateRequest): Promise<TranslateAnswer> {
    const toTranslate = texts.map((text) => ({ text, beams, best, lengthPenalty: length_penalty }));
    return this.models.translate(model, toTranslate);
  }

  @MessagePattern('tlc.v1.models.list')
  list(): Promise<ModelList> {
    return this.models.list();
  }

  @MessagePattern('tlc.v1.models.load')
  load(@Payload() { model }: ModelRequest): Promise<LoadedModel> {
    return this.models.load(model);
  }

  @MessagePattern('tlc.v1.models.unload')
  unload(@Payload() { model }: ModelRequest): Promise<{ readonly id: string }> {
    return this.models.unload(model);
  }
}
