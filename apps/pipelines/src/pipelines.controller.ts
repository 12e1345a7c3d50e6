import { Controller, Inject } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import type { FolderStore, InputLimits } from '#artifacts';
import {
  ListRunsRequest,
  type PlanAnswer,
  type RecommendAnswer,
  RecommendRequest,
  RunRequest,
  type RunState,
  type RunSummary,
  StatusRequest,
  type SubmitAnswer,
  SubmitRequest,
} from '#contracts';
import type { Caller } from '#messaging';
import { COMPUTES_HERE, INPUT_LIMITS, STORE, type Turns } from '#runtime';
import { recommend } from '#study';
import { type Answers, type Runner, submit } from '#pipelines';
import { ANSWERS, RUNNER, TURNS } from './tokens.js';

@Controller()
export class PipelinesController {
  constructor(
    @Inject(ANSWERS) private readonly answers: Answers,
    @Inject(RUNNER) private readonly runner: Runner,
    @Inject(TURNS) private readonly turns: Turns,
    @Inject(STORE) private readonly store: FolderStore,
    @Inject(COMPUTES_HERE) private readonly computesHere: boolean,
    @Inject(INPUT_LIMITS) private readonly limits: () => InputLimits,
  ) {}

  @MessagePattern('tlc.v1.pipelines.submit')
  submit(@Payload() request: SubmitRequest, @Ctx() caller: Caller): Promise<SubmitAnswer> {
    const { store, runner, computesHere } = this;
    const submission = { planner: this.answers.planner, runner, store, computesHere };
    return this.turns.take(() => submit(request, submission), caller);
  }

  @MessagePattern('tlc.v1.pipelines.plan')
  plan(@Payload() request: SubmitRequest, @Ctx() caller: Caller): Promise<PlanAnswer> {
    return this.turns.take(() => this.answers.plan(request), caller);
  }

  @MessagePattern('tlc.v1.pipelines.recommend')
  recommend(@Payload() request: RecommendRequest, @Ctx() caller: Caller): Promise<RecommendAnswer> {
    const { store, limits } = this;
    return this.turns.take(() => recommend(request, { planner: this.answers.planner, store, limits }), caller);
  }

  @MessagePattern('tlc.v1.pipelines.status')
  status(@Payload() { run, from, limit }: StatusRequest): Promise<RunState> {
    return this.runner.status(run, from, limit);
  }

  @MessagePattern('tlc.v1.pipelines.list')
  async list(@Payload() { limit }: ListRunsRequest): Promise<{ runs: RunSummary[] }> {
    return { runs: await this.runner.list(limit) };
  }

  @MessagePattern('tlc.v1.pipelines.cancel')
  cancel(@Payload() { run }: RunRequest): Promise<RunSummary> {
    return this.runner.cancel(run);
  }
}
