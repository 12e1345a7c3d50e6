import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { PluginRequest } from '#contracts';
import type { Answers } from '#pipelines';
import { ANSWERS } from './tokens.js';

@Controller()
export class PluginsController {
  constructor(@Inject(ANSWERS) private readonly answers: Answers) {}

  @MessagePattern('tlc.v1.plugins.list')
  list() {
    return this.answers.listPlugins();
  }

  @MessagePattern('tlc.v1.plugins.show')
  show(@Payload() request: PluginRequest) {
    return this.answers.showPlugin(request);
  }
}
