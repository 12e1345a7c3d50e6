import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ArtifactRequest, ListArtifactsRequest } from '#contracts';
import type { Answers } from '#pipelines';
import { ANSWERS } from './tokens.js';

@Controller()
export class ArtifactsController {
  constructor(@Inject(ANSWERS) private readonly answers: Answers) {}

  @MessagePattern('tlc.v1.artifacts.list')
  list(@Payload() request: ListArtifactsRequest) {
    return this.answers.listArtifacts(request);
  }

  @MessagePattern('tlc.v1.artifacts.show')
  show(@Payload() request: ArtifactRequest) {
    return this.answers.showArtifact(request);
  }
}
