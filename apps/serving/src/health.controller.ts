import { Controller } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { healthSubject } from '#contracts';
import { Health, type HealthReport } from '#runtime';

@Controller()
export class HealthController {
  constructor(private readonly state: Health) {}

  @MessagePattern(healthSubject('serving'))
  health(): HealthReport {
    return this.state.report();
  }
}
