import AjvCompiler from '@fastify/ajv-compiler';

/**
 * One compiler for the schemas of all listeners of this process. Left alone, Fastify makes one for each listener, and each compiles anew what the others
 * have compiled; a schema is known by its object, so that two that only look alike stay two.
 */
export const schemaController = { compilersFactory: { buildValidator: AjvCompiler() } };
