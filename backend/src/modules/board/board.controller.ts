import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Allow } from '../../platform/access/allow.js';
import type { ViewerRequest } from '../../platform/access/viewer.js';
import { BoardBytesService } from './board-bytes.service.js';

/** The public board as plain JSON: for walls, mirrors and many spectators behind a cache. */
@Controller('api/board')
export class BoardController {
  constructor(private readonly bytes: BoardBytesService) {}

  @Get(':code')
  @Allow('board.watch')
  publicBoard(@Param('code') code: string, @Req() request: ViewerRequest, @Res() response: Response): Promise<void> {
    return this.bytes.answer(code, request, response);
  }
}
