/* generated using openapi-typescript-codegen -- do not edit */
/* istanbul ignore file */
/* tslint:disable */
/* eslint-disable */
import type { BaseHttpRequest } from '../core/BaseHttpRequest.js';
export class MessageService {
  /** @internal */
  public readonly httpRequest: BaseHttpRequest;
  /** @internal */
  constructor(httpRequest: BaseHttpRequest) {
    this.httpRequest = httpRequest;
  }
  /**
   * Send a message to a User or Group.
   * Send a message to a User or Group. The parameters to be included either on the JSON object or the POST body itself. If no recipient is found, a new account is created and the message is sent to the associated email or phone number if available.
   * @returns string OK
   * @throws ApiError
   */
  public sendMessage({
    formData,
    recipient,
    requestId,
  }: {
    formData: {
      /**
       * The message body
       */
      body: string;
      /**
       * A JSON array of objects, as text.
       */
      data?: string;
      /**
       * Boolean value indicating that the message will be deleted on read
       */
      dor?: boolean;
      /**
       * The recipient organization token
       */
      recipient_organization?: string;
      /**
       * The sender User organization token
       */
      sender_organization?: string;
      /**
       * An integer value with the number of minutes until the message expires
       */
      ttl?: number;
      /**
       * The recipient User or Group based on address encoding, when it is not in the query
       */
      recipient?: string;
    };
    /**
     * The recipient User or Group based on address encoding
     */
    recipient?: string;
    /**
     * Idempotency key of the message, a UUID; the same on every attempt.
     */
    requestId?: string;
  }): Promise<string> {
    return this.httpRequest.request({
      method: 'POST',
      url: '/message/',
      headers: {
        'Request-ID': requestId,
      },
      query: {
        recipient: recipient,
      },
      formData: formData,
      mediaType: 'application/x-www-form-urlencoded',
      responseHeader: 'TT-X-Message-Id',
      errors: {
        304: `A request with this Request-ID was accepted before; the token is that message's.`,
        400: `The request is not valid; nothing was done.`,
        401: `The credentials are missing or wrong.`,
        403: `The credentials do not allow this.`,
        404: `What was addressed is not known.`,
        429: `Too many requests; repeat after the time in Retry-After.`,
        500: `The service failed; whether the request took effect is not known.`,
        503: `The service failed; whether the request took effect is not known.`,
      },
    });
  }
  /**
   * Update the status of a message or several messages.
   * Update the status of a message or several messages.
   * @returns any OK
   * @throws ApiError
   */
  public updateMessageStatus({
    formData,
  }: {
    formData: {
      /**
       * A list of message tokens to set status to Delivered
       */
      delivered?: Array<string>;
      /**
       * A list of message tokens to set status to Read
       */
      read?: Array<string>;
    };
  }): Promise<unknown> {
    return this.httpRequest.request({
      method: 'PUT',
      url: '/message/status/',
      formData: formData,
      mediaType: 'application/x-www-form-urlencoded',
      errors: {
        400: `The request is not valid; nothing was done.`,
        401: `The credentials are missing or wrong.`,
        403: `The credentials do not allow this.`,
        404: `What was addressed is not known.`,
        429: `Too many requests; repeat after the time in Retry-After.`,
        500: `The service failed; whether the request took effect is not known.`,
        503: `The service failed; whether the request took effect is not known.`,
      },
    });
  }
  /**
   * Notify a recipient that a particular User is typing in a conversation.
   * Notify a recipient that a particular User is typing in a conversation.
   * @returns any OK
   * @throws ApiError
   */
  public typingMessage({
    recipient,
  }: {
    /**
     * The recipient is either another User or Group using address encoding
     */
    recipient: string;
  }): Promise<unknown> {
    return this.httpRequest.request({
      method: 'GET',
      url: '/message/typing/',
      query: {
        recipient: recipient,
      },
      errors: {
        400: `The request is not valid; nothing was done.`,
        401: `The credentials are missing or wrong.`,
        403: `The credentials do not allow this.`,
        404: `What was addressed is not known.`,
        429: `Too many requests; repeat after the time in Retry-After.`,
        500: `The service failed; whether the request took effect is not known.`,
        503: `The service failed; whether the request took effect is not known.`,
      },
    });
  }
}
