import { fileKind } from './file-kind.js';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const NONE = new Uint8Array();

describe('fileKind', () => {
  it.each([
    ['png', 'png', 'image/png'],
    ['jpg', 'jpeg', 'image/jpeg'],
    ['pcap', 'pcap', 'application/vnd.tcpdump.pcap'],
    ['tar.gz', 'tgz', 'application/gzip'],
    ['docx', 'docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['mp4', 'mp4', 'video/mp4'],
  ])('takes %s content named .%s', (detected, extension, mediaType) =>
    expect(fileKind({ detected, extension, head: NONE })?.mediaType).toBe(mediaType),
  );

  it.each([
    ['exe', 'png', 'a program named as a picture'],
    ['exe', 'exe', 'a program'],
    ['elf', 'log', 'a program named as a log'],
    ['jar', 'zip', 'a program in an archive'],
    ['docm', 'docx', 'a document with macros'],
    ['png', 'jpg', 'a picture under another name'],
    ['zip', 'docx', 'an archive named as a document'],
    ['svg', 'svg', 'a picture with scripts'],
    ['constructor', 'constructor', 'a name from the prototype'],
  ])('refuses %s content named .%s: %s', (detected, extension) =>
    expect(fileKind({ detected, extension, head: NONE })).toBeNull(),
  );

  it.each(['txt', 'log', 'md', 'csv', 'json', 'html', 'cast', 'eml'])(
    'takes text named .%s as plain text',
    (extension) =>
      expect(fileKind({ detected: null, extension, head: text('<b>首包 192.0.2.77</b>\u001b[0m\r\n') })).toEqual({
        mediaType: 'text/plain; charset=utf-8',
        isImage: false,
      }),
  );

  it('takes XML, which the detector knows, as text', () => {
    const facts = { detected: 'xml', extension: 'xml', head: text('<?xml version="1.0"?><a/>') };
    expect(fileKind(facts)?.mediaType).toBe('text/plain; charset=utf-8');
  });

  it.each([
    ['gb18030', new Uint8Array([0xb8, 0xe6, 0xbe, 0xaf, 0x0d, 0x0a])],
    ['utf-16le', new Uint8Array([0xff, 0xfe, 0x4a, 0x54, 0x66, 0x8b])],
  ])('knows %s text', (charset, head) =>
    expect(fileKind({ detected: null, extension: 'log', head })?.mediaType).toBe(`text/plain; charset=${charset}`),
  );

  it('does not hold a character cut at the end of the sample against the text', () => {
    const head = text('告警').subarray(0, 5);
    expect(fileKind({ detected: null, extension: 'log', head })?.mediaType).toBe('text/plain; charset=utf-8');
  });

  it.each(['#!/bin/sh\nid', '\ufeff#!/usr/bin/env python', '<?php system($_GET[0]);', '  <%@ page %>'])(
    'refuses the script %j',
    (content) => expect(fileKind({ detected: null, extension: 'txt', head: text(content) })).toBeNull(),
  );

  it('refuses binary content and unknown extensions', () => {
    expect(fileKind({ detected: null, extension: 'txt', head: new Uint8Array([65, 0, 1, 2]) })).toBeNull();
    expect(fileKind({ detected: null, extension: 'txt', head: text('a\u0001b') })).toBeNull();
    expect(fileKind({ detected: null, extension: 'py', head: text('print(1)') })).toBeNull();
    expect(fileKind({ detected: null, extension: '', head: text('hello') })).toBeNull();
  });

  it('knows captures the detector does not', () => {
    const head = new Uint8Array([0x0a, 0x0d, 0x0d, 0x0a, 0x1c, 0, 0, 0]);
    expect(fileKind({ detected: null, extension: 'pcapng', head })?.mediaType).toBe('application/x-pcapng');
    expect(fileKind({ detected: null, extension: 'txt', head })).toBeNull();
  });
});
